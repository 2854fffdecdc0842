"""Listens to a queue and runs its function (functions-host.md, Queues)."""

from __future__ import annotations

import asyncio
import logging

from azure.core.exceptions import AzureError, ResourceExistsError, ResourceNotFoundError
from azure.storage.queue import QueueMessage
from azure.storage.queue.aio import QueueClient

from .calls import Calls
from .delivery import Delivery
from .functions import Function
from .pace import Pace
from .settings import QueueSettings
from .storage import Storage

log = logging.getLogger(__name__)

POISON = "-poison"


class QueueListener:
    """Polls one queue: at once while messages come, else ever more slowly up to the maximum."""

    def __init__(
        self,
        function: Function,
        storage: Storage,
        settings: QueueSettings,
        lease: int,
        calls: Calls,
    ) -> None:
        """Open the queue. Raises HostError if no connection is configured."""
        connection = function.trigger.setting("connection", "AzureWebJobsStorage")
        self.queue_name = function.trigger.setting("queueName")
        self._queue: QueueClient = storage.queue(connection, self.queue_name)
        # A poison queue has no poison queue of its own.
        poison = None
        if not self.queue_name.endswith(POISON):
            poison = storage.queue(connection, self.queue_name + POISON)
        self._delivery = Delivery(function, self._queue, poison, settings, lease, calls)
        self._settings = settings
        self._lease = lease
        self._calls = calls
        self._pace = Pace(settings.max_polling_interval)
        self._under_way: set[asyncio.Task[None]] = set()
        self._reachable = True

    def wake(self) -> None:
        """Poll now: somebody in this process has just written to the queue."""
        self._pace.wake()

    async def run(self) -> None:
        """Receive and process until cancelled. Storage that is down is waited for."""
        while True:
            messages = await self._receive()
            for message in messages:
                task = self._calls.start(self._delivery.process(message))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
            if messages:
                self._pace.found()
                await self._until_below_threshold()
            else:
                await self._pace.rest()

    async def _receive(self) -> list[QueueMessage]:
        pages = self._queue.receive_messages(
            messages_per_page=self._settings.batch_size,
            visibility_timeout=self._lease,
            retry_total=0,
        ).by_page()
        try:
            batch = [message async for message in await anext(pages)]
        except StopAsyncIteration:
            batch = []
        except ResourceNotFoundError:
            return await self._create_queue()
        except (AzureError, OSError) as error:
            self._report(error)
            return []
        self._report(None)
        return batch

    async def _create_queue(self) -> list[QueueMessage]:
        try:
            await self._queue.create_queue(retry_total=0)
            log.info("Created the queue %s", self.queue_name)
        except ResourceExistsError:
            log.debug("The queue %s exists already", self.queue_name)
        except (AzureError, OSError) as error:
            self._report(error)
        return []

    def _report(self, error: Exception | None) -> None:
        """Say once that the storage went away, and once that it is back."""
        if error is not None and self._reachable:
            reason = str(error).partition("\n")[0]
            log.warning("Queue %s: no storage, trying on: %s", self.queue_name, reason)
        elif error is None and not self._reachable:
            log.info("Queue %s: the storage is back", self.queue_name)
        self._reachable = error is None

    async def _until_below_threshold(self) -> None:
        while len(self._under_way) > self._settings.new_batch_threshold:
            await asyncio.wait(set(self._under_way), return_when=asyncio.FIRST_COMPLETED)
