"""Queue messages as the Functions trigger reads them: base64 around JSON."""

import contextlib
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from azure.core.exceptions import ResourceExistsError, ResourceNotFoundError
from azure.storage.queue.aio import QueueClient

from shared.domain.block import CODE_LIFE
from shared.outer.storage import told_as_unavailable
from shared.outer.watching import with_trace
from shared.usecases.imports.ports import ImportTask
from shared.usecases.ports import Task
from shared.usecases.prove_address import CodeTask

# Not 7 days: an invitation that waits for a provider must not fall out of the queue.
_NEVER = -1


class TaskQueueClient:
    """The TaskQueue of `shared/usecases/ports.py`."""

    def __init__(self, client: QueueClient) -> None:
        self._client = client

    async def send(self, task: Task, delay: timedelta = timedelta()) -> None:
        """Put the task on the queue, invisible for `delay`."""
        await put(self._client, encode(task), int(delay.total_seconds()))

    async def send_many(
        self, invitation_ids: Sequence[str], now: datetime, delay: timedelta = timedelta()
    ) -> None:
        """Put one message for all of them on the queue: its reader makes a task of each."""
        text = json.dumps({"invitations": list(invitation_ids), "created": now.isoformat()})
        await put(self._client, text, int(delay.total_seconds()))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


class ImportQueueClient:
    """The ImportQueue of `shared/usecases/imports/ports.py`."""

    def __init__(self, client: QueueClient) -> None:
        self._client = client

    async def send(self, task: ImportTask, delay: timedelta = timedelta()) -> None:
        """Put the task on the queue, invisible for `delay`."""
        text = json.dumps({"import": task.import_id, "attempt": task.attempt})
        await put(self._client, text, int(delay.total_seconds()))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


class CodeQueueClient:
    """The CodeQueue of `shared/usecases/prove_address.py`."""

    def __init__(self, client: QueueClient) -> None:
        self._client = client

    async def send(self, task: CodeTask, delay: timedelta = timedelta()) -> None:
        """Put the task on the queue, invisible for `delay`; it goes once it is of no use."""
        text = json.dumps(
            {
                "address": task.address,
                "language": task.language,
                "created": task.created.isoformat(),
            }
        )
        await put(self._client, text, int(delay.total_seconds()), lives=CODE_LIFE)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


class EventQueueClient:
    """The EventQueue of `shared/usecases/ports.py`."""

    def __init__(self, client: QueueClient) -> None:
        self._client = client

    async def publish(self, event: dict[str, object]) -> None:
        """Put the CloudEvent on the queue."""
        # Four bytes for a character at most: escaped it were twelve, and a message has but 48 KiB.
        await put(self._client, json.dumps(event, ensure_ascii=False), 0)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def encode(task: Task) -> str:
    """Return the message of a task.

    No top-level field may be called `id` or `dequeueCount`: the host takes those for the
    message's own (functions-host.md, Queues).
    """
    return json.dumps(
        {
            "invitation": task.invitation_id,
            "ticket": task.ticket,
            "created": task.created.isoformat(),
            "attempt": task.attempt,
            "round": task.round,
            "letter": task.letter,
            "told": task.told,
        }
    )


def decode_code(body: bytes) -> CodeTask:
    """Return the task of a message; raise ValueError or KeyError for one that is none."""
    read: dict[str, Any] = json.loads(body)
    created = datetime.fromisoformat(read["created"])
    return CodeTask(str(read["address"]), str(read["language"]), created)


def decode_import(body: bytes) -> ImportTask:
    """Return the task of a message; raise ValueError or KeyError for one that is none."""
    read: dict[str, Any] = json.loads(body)
    return ImportTask(str(read["import"]), int(read["attempt"]))


def decode_many(body: bytes, new_id: Callable[[], str]) -> list[Task]:
    """Return the tasks of a message of `send_many`, each with a ticket of its own; else none."""
    read: dict[str, Any] = json.loads(body)
    ids = [str(one) for one in read.get("invitations", [])]
    return [Task(one, new_id(), datetime.fromisoformat(read["created"])) for one in ids]


def decode(body: bytes) -> Task:
    """Return the task of a message; raise ValueError or KeyError for one that is none."""
    read: dict[str, Any] = json.loads(body)
    return Task(
        invitation_id=str(read["invitation"]),
        ticket=str(read["ticket"]),
        created=datetime.fromisoformat(read["created"]),
        attempt=int(read["attempt"]),
        # A message of before there were resends, or other e-mails, has none.
        round=int(read.get("round", 0)),
        letter=str(read.get("letter", "")),
        told=bool(read.get("told", False)),
    )


async def put(
    client: QueueClient, text: str, visibility_timeout: int, lives: timedelta | None = None
) -> None:
    """Put a message on a queue, which is made if it is missing, with what traces it."""
    await put_as_is(client, with_trace(text), visibility_timeout, lives)


@told_as_unavailable
async def put_as_is(
    client: QueueClient, text: str, visibility_timeout: int, lives: timedelta | None = None
) -> None:
    """Put a message on a queue, which is made if it is missing, unread."""
    living = _NEVER if lives is None else max(int(lives.total_seconds()), visibility_timeout + 1)

    async def send() -> None:
        await client.send_message(text, visibility_timeout=visibility_timeout, time_to_live=living)

    await _with_queue(client, send)


async def _with_queue(client: QueueClient, call: Callable[[], Awaitable[None]]) -> None:
    """Make the queue if it is missing: a fresh storage account has none."""
    try:
        await call()
    except ResourceNotFoundError:
        with contextlib.suppress(ResourceExistsError):
            await client.create_queue()
        await call()
