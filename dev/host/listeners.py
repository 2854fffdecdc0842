"""What runs functions without a request: queues and timers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from .calls import Calls, NoOutputs, Outputs
from .functions import Function
from .settings import QueueSettings
from .worker import Worker

if TYPE_CHECKING:
    from .queues import QueueListener
    from .storage import Storage

log = logging.getLogger(__name__)

_KNOWN = frozenset({"eventgridtrigger", "httptrigger", "queuetrigger", "timertrigger"})


class _Listener(Protocol):
    async def run(self) -> None: ...


class Listeners:
    """A listener per queue and timer. What they need is imported only if the app has them."""

    def __init__(
        self, worker: Worker, functions: Iterable[Function], settings: QueueSettings, lease: int
    ) -> None:
        """Read every trigger. Raises HostError if one cannot be listened to."""
        triggers: dict[str, list[Function]] = {}
        for function in functions:
            triggers.setdefault(function.trigger.type.lower(), []).append(function)
        for kind in sorted(set(triggers) - _KNOWN):
            names = ", ".join(function.name for function in triggers[kind])
            log.warning("Not run by the local host, except by POST /admin/functions: %s", names)
        self._storage: Storage | None = None
        self._queues: list[QueueListener] = []
        self._tasks: list[asyncio.Task[None]] = []
        outputs = self._outputs(triggers, settings)
        self.calls = Calls(worker, outputs)
        if queued := triggers.get("queuetrigger"):
            self._queues = self._open_queues(queued, settings, lease)
        self._all: list[_Listener] = [*self._queues]
        if timed := triggers.get("timertrigger"):
            from .timers import TimerListener

            self._all += [TimerListener(function, self.calls) for function in timed]

    def start(self, delay: float) -> None:
        """Begin to listen after `delay` seconds."""
        self._tasks = [asyncio.create_task(self._run(one, delay)) for one in self._all]

    async def stop(self) -> None:
        """Listen no more; what runs goes on."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Close the connections to the storage."""
        if self._storage is not None:
            await self._storage.close()

    def _outputs(self, triggers: Mapping[str, list[Function]], settings: QueueSettings) -> Outputs:
        writes = any(
            binding.type == "queue"
            for functions in triggers.values()
            for function in functions
            for binding in function.outputs.values()
        )
        if not writes and "queuetrigger" not in triggers:
            return NoOutputs()
        from .outputs import QueueOutputs
        from .storage import Storage

        self._storage = Storage()
        return QueueOutputs(self._storage, base64_encoded=settings.base64, written=self._wake)

    def _open_queues(
        self, functions: list[Function], settings: QueueSettings, lease: int
    ) -> list[QueueListener]:
        from .queues import QueueListener

        assert self._storage is not None  # noqa: S101 - opened for every app with a queue trigger
        return [
            QueueListener(function, self._storage, settings, lease, self.calls)
            for function in functions
        ]

    def _wake(self, queue: str) -> None:
        for listener in self._queues:
            if listener.queue_name == queue:
                listener.wake()

    async def _run(self, listener: _Listener, delay: float) -> None:
        await asyncio.sleep(delay)
        try:
            await listener.run()
        except Exception:
            log.exception("A listener of the local host ended")
            raise
