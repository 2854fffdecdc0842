"""Queue messages as the host's trigger takes them (functions-host.md, Queues)."""

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.storage.queue.aio import QueueClient

from shared.event_services import EVENTS
from shared.outer.queues import EventQueueClient, TaskQueueClient, decode
from shared.services import INVITATIONS, Services
from shared.usecases.ports import Task
from tests.samples import NOW, settings

TASK = Task("7ecbaadb-3c74-4d57-90aa-7d0678fd81f6", "ticket", NOW, 3)
type Queues = dict[str, QueueClient]


@pytest.fixture
async def raw(azurite: str) -> AsyncIterator[Queues]:
    """The queues as they are; none exists at the start."""
    clients = {n: QueueClient.from_connection_string(azurite, n) for n in (INVITATIONS, EVENTS)}
    for client in clients.values():
        with contextlib.suppress(ResourceNotFoundError):
            await client.delete_queue()
    yield clients
    for client in clients.values():
        await client.close()


@pytest.fixture
async def queue(azurite: str) -> AsyncIterator[TaskQueueClient]:
    """The queue as the app composes it."""
    one = Services(settings(AzureWebJobsStorage=azurite)).invitation_queue
    yield one
    await one.close()


@pytest.fixture
async def events(azurite: str) -> AsyncIterator[EventQueueClient]:
    one = Services(settings(AzureWebJobsStorage=azurite)).events
    assert isinstance(one, EventQueueClient), "there is no webhook"
    yield one
    await one.close()


async def received(client: QueueClient) -> list[Any]:
    return [message async for message in client.receive_messages(max_messages=32)]


async def test_a_task_is_base64_around_json_and_comes_back(
    raw: Queues, queue: TaskQueueClient
) -> None:
    await queue.send(TASK)
    (message,) = await received(raw[INVITATIONS])
    text = base64.b64decode(message.content, validate=True)
    assert decode(text) == TASK
    fields = json.loads(text)
    assert isinstance(fields, dict)
    assert not fields.keys() & {"id", "dequeueCount", "Id", "DequeueCount"}
    # A week is the default: an invitation that waits for a provider must not fall out.
    assert message.expires_on.year == 9999


async def test_a_delay_hides_the_task(raw: Queues, queue: TaskQueueClient) -> None:
    await queue.send(TASK, timedelta(seconds=60))
    assert await received(raw[INVITATIONS]) == []
    count = await raw[INVITATIONS].get_queue_properties()
    assert count.approximate_message_count == 1


async def test_a_missing_queue_is_made_even_by_many_at_once(
    raw: Queues, queue: TaskQueueClient
) -> None:
    await asyncio.gather(*(queue.send(TASK) for _ in range(6)))
    assert len(await received(raw[INVITATIONS])) == 6


async def test_an_event_is_base64_around_its_json(raw: Queues, events: EventQueueClient) -> None:
    event: dict[str, object] = {"specversion": "1.0", "id": "1", "data": {"name": "김 é <"}}
    await events.publish(event)
    (message,) = await received(raw[EVENTS])
    assert json.loads(base64.b64decode(message.content)) == event


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"{}",
        b'{"invitation": "x", "ticket": "t", "created": "yesterday", "attempt": 0}',
        b'{"invitation": "x", "ticket": "t", "created": "2026-11-20T12:00:00+00:00"}',
        b'{"invitation": "x", "ticket": "t", "created": "2026-11-20T12:00:00Z", "attempt": "x"}',
    ],
)
def test_what_is_no_task_raises_so_that_it_ends_on_the_poison_queue(body: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        decode(body)
