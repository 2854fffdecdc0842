"""functions-host.md, Queues: received, settled, written."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator

import pytest
from azure.storage.queue.aio import QueueClient, QueueServiceClient

from .conftest import App, running
from .polling import until, until_true

STORAGE = "AzureWebJobsStorage"


@pytest.fixture(scope="module")
async def storage(azurite: str) -> AsyncIterator[QueueServiceClient]:
    """The queue service that the app uses, empty."""
    async with QueueServiceClient.from_connection_string(azurite) as service:
        async for queue in service.list_queues():
            await service.delete_queue(queue.name)
        yield service


@pytest.fixture(scope="module")
async def queues(azurite: str, storage: QueueServiceClient) -> AsyncIterator[App]:
    """The app with queue functions; a message stays hidden for 1 s."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STORAGE, azurite)
        patch.setenv("SLOW_QUEUE", "slow")
        async with running("queues", queue_lease=1) as app:
            names: list[str] = []

            async def created() -> bool:
                names[:] = [queue.name async for queue in storage.list_queues()]
                return {"received", "failing", "failing-poison", "slow"} <= set(names)

            await until_true(created)
            yield app


async def send(storage: QueueServiceClient, queue: str, text: str) -> str:
    """Put a message into a queue, encoded as the host expects it, and return its id."""
    content = base64.b64encode(text.encode()).decode()
    message = await storage.get_queue_client(queue).send_message(content)
    return message.id


async def is_empty(queue: QueueClient) -> bool:
    """Return whether the queue holds no message, hidden ones included."""
    return (await queue.get_queue_properties()).approximate_message_count == 0


async def drain(queue: QueueClient) -> list[str]:
    """Take every visible message out and return the texts in order."""
    texts = []
    async for message in queue.receive_messages():
        texts.append(base64.b64decode(message.content).decode())
        await queue.delete_message(message)
    return texts


async def test_queues_that_triggers_name_are_created(
    queues: App, storage: QueueServiceClient
) -> None:
    """A fresh storage has no queues; the fixture has seen them come."""
    assert [queue.name async for queue in storage.list_queues(name_starts_with="slow")] == ["slow"]


async def test_success_deletes_a_message(queues: App, storage: QueueServiceClient) -> None:
    """Row: base64; success deletes it. The function sees the message's data."""
    sent = await send(storage, "received", "Grüße")
    await until(lambda: queues.module.received)
    message = queues.module.received.pop()
    assert (message.id, message.get_body().decode(), message.dequeue_count) == (sent, "Grüße", 1)
    assert message.insertion_time < message.time_next_visible < message.expiration_time
    assert message.pop_receipt
    await until_true(lambda: is_empty(storage.get_queue_client("received")))


async def test_json_fields_overwrite_metadata(queues: App, storage: QueueServiceClient) -> None:
    """Row: top-level JSON fields overwrite trigger metadata, ignoring case."""
    await send(storage, "received", '{"ID": "mine", "dequeuecount": 7, "popReceipt": ["kept"]}')
    await until(lambda: queues.module.received)
    message = queues.module.received.pop()
    assert (message.id, message.dequeue_count) == ("mine", 7)
    assert message.pop_receipt != "kept"


async def test_metadata_that_no_longer_fits_fails_the_invocation(
    queues: App, storage: QueueServiceClient
) -> None:
    """Row: top-level JSON fields overwrite trigger metadata: a message can be its own poison."""
    await send(storage, "received", '{"dequeueCount": "many"}')
    poison = storage.get_queue_client("received-poison")

    async def arrived() -> bool:
        names = [queue.name async for queue in storage.list_queues()]
        return "received-poison" in names and not await is_empty(poison)

    await until_true(arrived)
    assert await drain(poison) == ['{"dequeueCount": "many"}']
    assert queues.module.received == []


async def test_failures_end_on_the_poison_queue(queues: App, storage: QueueServiceClient) -> None:
    """Row: maxDequeueCount; retry visibility 0; dequeueCount >= max: copied to <queue>-poison."""
    await send(storage, "failing", "spoilt")
    await until(lambda: queues.module.poisoned == ["spoilt"])
    assert queues.module.failures == [1, 2, 3]
    await until_true(lambda: is_empty(storage.get_queue_client("failing")))
    await until_true(lambda: is_empty(storage.get_queue_client("failing-poison")))


async def test_what_is_not_base64_is_poison(queues: App, storage: QueueServiceClient) -> None:
    """Row: base64: a message in another encoding never reaches the function."""
    await storage.get_queue_client("failing").send_message("<not base64>")
    # The poison queue has a function of its own, which cannot read it either and leaves it hidden.
    poison = storage.get_queue_client("failing-poison")

    async def arrived() -> bool:
        return not await is_empty(poison)

    await until_true(arrived)
    assert queues.module.failures == [1, 2, 3]
    await poison.clear_messages()


async def test_a_long_run_keeps_its_message(queues: App, storage: QueueServiceClient) -> None:
    """Row: received with a visibility time-out, renewed half-way: a long run is not repeated."""
    await send(storage, "slow", "1.5")
    await until(lambda: queues.module.slow_runs)
    await until_true(lambda: is_empty(storage.get_queue_client("slow")))
    assert queues.module.slow_runs == ["1.5"]
    assert queues.module.most_under_way == 1


async def test_a_batch_bounds_how_many_run(queues: App, storage: QueueServiceClient) -> None:
    """Row: batchSize, newBatchThreshold: at most their sum runs at a time."""
    queues.module.slow_runs.clear()
    await asyncio.gather(*(send(storage, "slow", "0.15") for _ in range(14)))
    await until(lambda: len(queues.module.slow_runs) == 14)
    assert 4 <= queues.module.most_under_way <= 6


async def test_outputs_are_written_after_success_only(
    queues: App, storage: QueueServiceClient
) -> None:
    """Row: outputs are written only after success."""
    assert await queues.status("POST", "/write/fail", data=b"never") == 500
    assert await queues.status("POST", "/write/well", data=b"once") == 200
    assert await drain(storage.get_queue_client("written")) == ["once"]


async def test_an_output_that_fails_fails_the_invocation(queues: App) -> None:
    """Row: an output that fails, fails the invocation."""
    assert await queues.status("POST", "/write-nowhere", data=b"x") == 500


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ('{"a":1}', ['{\n  "a": 1\n}']),
        ('["x",{"a":"é"}]', ["x", '{\n  "a": "é"\n}']),
        ("5", ["5"]),
    ],
)
async def test_json_strings_are_indented_and_arrays_become_many(
    queues: App, storage: QueueServiceClient, text: str, messages: list[str]
) -> None:
    """Row: queue output strings that are JSON are re-indented; an array becomes many messages."""
    assert await queues.status("POST", "/write/json", data=text.encode()) == 200
    assert await drain(storage.get_queue_client("written")) == messages


async def test_a_list_becomes_many_messages(queues: App, storage: QueueServiceClient) -> None:
    """Row: a JSON array becomes many messages; a list of strings is one for the worker."""
    assert await queues.status("POST", "/write-many", data=b'["one", "two"]') == 200
    assert await drain(storage.get_queue_client("written")) == ["one", "two"]


async def test_admin_gives_a_queue_function_a_message(queues: App) -> None:
    """Row: POST /admin/functions/{name} with {"input": ...} for a queue function."""
    path = "/admin/functions/Receive"
    assert await queues.status("POST", path, json={"input": "by hand"}) == 202
    await until(lambda: queues.module.received)
    message = queues.module.received.pop()
    assert (message.get_body(), message.dequeue_count) == (b"by hand", 1)


async def test_an_output_is_read_by_its_listener(queues: App) -> None:
    """Row: outputs are written; this host's own queue function gets them."""
    assert await queues.status("POST", "/pass-on", data=b"along") == 200
    await until(lambda: queues.module.received)
    assert queues.module.received.pop().get_body() == b"along"
