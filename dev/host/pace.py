"""How often an idle queue is polled (functions-host.md, Queues)."""

from __future__ import annotations

import asyncio
import random

_SHORTEST = 0.1


class Pace:
    """Waits 100 ms after the first empty poll, about twice as long after each further one."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._idle_polls = 0
        self._wake = asyncio.Event()

    def found(self) -> None:
        """Start over: messages came."""
        self._idle_polls = 0

    def wake(self) -> None:
        """End the present wait: somebody in this process has just written to the queue."""
        self._wake.set()

    def next_pause(self) -> float:
        """Return how many seconds to wait now, after one more poll that found nothing."""
        pause = _SHORTEST
        if self._idle_polls:
            growth = 2.0 ** min(self._idle_polls - 1, 20)
            pause += random.uniform(0.8, 1.2) * growth * _SHORTEST  # noqa: S311 - jitter
        self._idle_polls += 1
        return min(pause, self._longest)

    async def rest(self) -> None:
        """Wait until the next poll is due or somebody wakes us."""
        try:
            async with asyncio.timeout(self.next_pause()):
                await self._wake.wait()
        except TimeoutError:
            pass
        self._wake.clear()
