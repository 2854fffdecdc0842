"""A storage queue in virtual time: invisible messages, leases, deliveries at least once."""

import asyncio
import itertools
import random
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta

from dev.rush.virtual_time import VirtualTime
from shared.usecases.ports import Task

LEASE = 600.0  # functions-host.md, Queues
POLLED = 2.0  # the longest pause between two polls (host.json)


@dataclass(frozen=True)
class Received:
    """A message that comes again unless it is deleted."""

    number: int
    task: Task


@dataclass
class VirtualQueue:
    """The TaskQueue of `shared/usecases/ports.py`, and what a host does with it."""

    time: VirtualTime
    chance: random.Random
    deliveries: int = 0
    messages: dict[int, Task] = field(default_factory=dict)
    _visible: deque[int] = field(default_factory=deque)
    _waiting: list["asyncio.Future[Received]"] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def send(self, task: Task, delay: timedelta = timedelta()) -> None:
        """Put the task on the queue, invisible for `delay`."""
        number = next(self._numbers)
        self.messages[number] = task
        # A queue counts in whole seconds, and is looked at now and then.
        wait = int(delay.total_seconds()) + self.chance.uniform(0, POLLED)
        self.time.call_later(wait, lambda: self._show(number))

    async def receive(self) -> Received:
        """Return the next visible message, hidden for LEASE."""
        if self._visible:
            return self._leased(self._visible.popleft())
        waiting: asyncio.Future[Received] = asyncio.get_running_loop().create_future()
        # Whoever polls next gets it, not who waits longest.
        self._waiting.insert(self.chance.randint(0, len(self._waiting)), waiting)
        return await self.time.idle(waiting)

    def delete(self, received: Received) -> None:
        """Take a message away that was worked off."""
        del self.messages[received.number]

    def _show(self, number: int) -> None:
        if number not in self.messages:
            return
        while self._waiting:
            waiting = self._waiting.pop()
            if not waiting.done():
                self.time.wake(waiting, self._leased(number))
                return
        self._visible.append(number)

    def _leased(self, number: int) -> Received:
        self.deliveries += 1
        self.time.call_later(LEASE, lambda: self._show(number))
        return Received(number, self.messages[number])
