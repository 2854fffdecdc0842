"""Time that passes only while everybody sleeps: 20 hours of pacing in seconds.

Whoever works is counted; calls to a real storage may take what they take. When nobody works any
more, the clock jumps to the next time that anybody waits for.
"""

import asyncio
import heapq
import itertools
from collections.abc import Callable, Coroutine
from typing import Any


class VirtualTime:
    """A clock in seconds since 1970, and what waits for it."""

    def __init__(self, start: float) -> None:
        self.now = start
        self._timers: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = itertools.count()
        self._working = 0
        self._nobody_works = asyncio.Event()

    def call_at(self, at: float, call: Callable[[], object]) -> None:
        """Call back when it is `at`."""
        heapq.heappush(self._timers, (at, next(self._numbers), call))

    def call_later(self, seconds: float, call: Callable[[], object]) -> None:
        """Call back after so long."""
        self.call_at(self.now + seconds, call)

    async def sleep(self, seconds: float) -> None:
        """Return after so long."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.call_later(seconds, lambda: self.wake(done, None))
        await self.idle(done)

    def wake[T](self, waiting: "asyncio.Future[T]", result: T) -> bool:
        """Let somebody go on who is idle; return False if nobody is there any more."""
        if waiting.done():
            return False
        self._working += 1
        waiting.set_result(result)
        return True

    async def idle[T](self, waiting: "asyncio.Future[T]") -> T:
        """Wait until somebody wakes this; that is not work."""
        self._stop()
        try:
            return await waiting
        except asyncio.CancelledError:
            if waiting.cancelled():
                self._working += 1
            raise

    def work(self, what: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Run somebody who works, sleeps and is idle by this clock."""
        self._working += 1
        task = asyncio.create_task(what)
        task.add_done_callback(lambda _: self._stop())
        return task

    async def run(self, done: Callable[[], bool]) -> None:
        """Let time pass until `done`; raise RuntimeError where nothing is waited for any more."""
        while not done():
            if self._working:
                self._nobody_works.clear()
                await self._nobody_works.wait()
                continue
            if not self._timers:
                raise RuntimeError("everybody waits for something that never comes")
            self._next()

    def _next(self) -> None:
        at = self._timers[0][0]
        self.now = max(self.now, at)
        while self._timers and self._timers[0][0] <= self.now:
            heapq.heappop(self._timers)[2]()

    def _stop(self) -> None:
        self._working -= 1
        if not self._working:
            self._nobody_works.set()
