"""One message from receipt to its end: done, back in the queue, or poison."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from azure.core.exceptions import AzureError, ResourceNotFoundError
from azure.storage.queue import QueueMessage
from azure.storage.queue.aio import QueueClient

from .calls import Calls, OutputError
from .functions import Function
from .messages import Message, decode
from .protos import TypedData
from .settings import QueueSettings
from .worker import InvocationError

log = logging.getLogger(__name__)


class _Held:
    """A message that is ours for a while: every renewal changes its receipt."""

    def __init__(self, queue: QueueClient, message: QueueMessage, lease: int) -> None:
        self._queue = queue
        self._lease = lease
        self.id = message.id
        self.receipt = str(message.pop_receipt)

    async def keep(self) -> None:
        """Renew the visibility half-way, until cancelled."""
        while True:
            await asyncio.sleep(self._lease / 2)
            try:
                await self.hide(self._lease)
            except (AzureError, OSError) as error:
                log.debug("A message could not be renewed: %s", error)

    async def hide(self, seconds: float) -> None:
        """Make the message visible again after `seconds`."""
        renewed = await self._queue.update_message(
            self.id, self.receipt, visibility_timeout=int(seconds)
        )
        self.receipt = str(renewed.pop_receipt)

    async def delete(self) -> None:
        """Remove the message for good."""
        await self._queue.delete_message(self.id, self.receipt)


class Delivery:
    """Runs a queue's function on its messages (functions-host.md, Queues)."""

    def __init__(
        self,
        function: Function,
        queue: QueueClient,
        poison: QueueClient | None,
        settings: QueueSettings,
        lease: int,
        calls: Calls,
    ) -> None:
        self._function = function
        self._queue = queue
        self._poison = poison
        self._settings = settings
        self._lease = lease
        self._calls = calls

    async def process(self, message: QueueMessage) -> None:
        """Run the function on the message and settle it. A storage fault leaves it to the lease."""
        held = _Held(self._queue, message, self._lease)
        keeping = asyncio.create_task(held.keep())
        try:
            succeeded = await self._run(message)
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
        try:
            await self._settle(held, message, succeeded=succeeded)
        except (AzureError, OSError) as error:
            log.warning(
                "A message of %s could not be settled and will come again: %s",
                self._queue.queue_name,
                str(error).partition("\n")[0],
            )

    async def _run(self, message: QueueMessage) -> bool | None:
        """Return whether the function succeeded, None if the message must not be run."""
        if _count(message) > self._settings.max_dequeue_count:
            return None
        try:
            text = decode(message.content, base64_encoded=self._settings.base64)
        except ValueError as error:
            log.warning("A message of %s is %s", self._queue.queue_name, error)
            return None
        received = Message(
            id=message.id,
            text=text,
            dequeue_count=_count(message),
            pop_receipt=str(message.pop_receipt),
            inserted_on=message.inserted_on,
            expires_on=message.expires_on,
            next_visible_on=message.next_visible_on,
        )
        try:
            await self._calls.run(self._function, TypedData(string=text), received.metadata())
        except (InvocationError, OutputError) as error:
            log.error("Function %s failed: %s", self._function.name, error)  # noqa: TRY400 - its trace is the text
            return False
        return True

    async def _settle(self, held: _Held, message: QueueMessage, *, succeeded: bool | None) -> None:
        if succeeded:
            await held.delete()
        elif self._poison is None:
            # Without a poison queue a failed message stays hidden, so that it cannot spin.
            return
        elif succeeded is None or _count(message) >= self._settings.max_dequeue_count:
            await self._copy_to_poison(self._poison, message.content)
            await held.delete()
        else:
            await held.hide(self._settings.retry_delay)

    async def _copy_to_poison(self, poison: QueueClient, content: str) -> None:
        try:
            await poison.send_message(content)
        except ResourceNotFoundError:
            await poison.create_queue()
            await poison.send_message(content)
        log.warning(
            "A message of %s failed %d times and went to %s",
            self._queue.queue_name,
            self._settings.max_dequeue_count,
            poison.queue_name,
        )


def _count(message: QueueMessage) -> int:
    return int(message.dequeue_count or 0)
