"""How many people may be invited in a day, by inviter and by organisation.

Invitees are counted, not requests: whoever imports twenty spends twenty. What was spent for
somebody who is not invited after all is given back; only where a crash comes between, it stays
spent until its day is over.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from weakref import WeakValueDictionary

from shared.domain.addresses import address_hash
from shared.domain.errors import LostRace, QuotaExceeded, Unavailable
from shared.domain.invitee_window import Window
from shared.domain.keys import organisation_key

ORGANISATION = "organisation"
_TRIES = 30
_PAUSE = 0.02  # seconds, at most, after the first lost race; longer after each further one
_LONGEST = 0.5


class Quota(Protocol):
    """Asked before people are invited. Both raise Unavailable if storage is down."""

    async def spend(self, inviter: str, organisation: str, count: int) -> None:
        """Count `count` invitees of the inviter (an address); raise QuotaExceeded, and count none.

        It is all of them or none.
        """

    async def give_back(self, inviter: str, organisation: str, count: int) -> None:
        """Count so many less: they were not invited after all."""


@dataclass(frozen=True)
class Limits:
    """Invitees in 24 hours; 0 stands for no limit."""

    inviter: int = 0
    organisation: int = 0


type Versions = Mapping[str, tuple[Window, str]]


class QuotaStore(Protocol):
    """What was spent: one small row for an inviter, and one for an organisation, side by side."""

    async def read(self, partition: str, rows: tuple[str, ...]) -> Versions:
        """Return each row's window with its version, which is empty where there is no row."""

    async def write(self, partition: str, changed: Versions) -> None:
        """Store all rows or none; raise LostRace if one of them changed since it was read."""


class StoredQuota:
    """The Quota that all instances keep together: a point read for each limit, and one write.

    Without limits there are no calls.
    Those of one instance go one after the other, by organisation: they would only lose races.
    """

    def __init__(
        self,
        store: QuotaStore,
        limits: Limits,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def spend(self, inviter: str, organisation: str, count: int) -> None:
        """Spend in one transaction for both; raise QuotaExceeded or Unavailable."""

        def spent(windows: Versions, limits: Mapping[str, int], now: float) -> Versions:
            _check(windows, limits, count, now)
            return {
                row: (window.with_more(count, now), version)
                for row, (window, version) in windows.items()
            }

        await self._change(inviter, organisation, spent)

    async def give_back(self, inviter: str, organisation: str, count: int) -> None:
        """Give back in one transaction for both; raise Unavailable."""

        def returned(windows: Versions, _limits: Mapping[str, int], now: float) -> Versions:
            return {
                row: (window.with_fewer(count, now), version)
                for row, (window, version) in windows.items()
                if version
            }

        await self._change(inviter, organisation, returned)

    async def _change(
        self,
        inviter: str,
        organisation: str,
        change: Callable[[Versions, Mapping[str, int], float], Versions],
    ) -> None:
        partition, limits = organisation_key(organisation), self._limits_of(inviter)
        if not limits:
            return
        lock = self._locks.setdefault(partition, asyncio.Lock())
        async with lock:
            for tried in range(_TRIES):
                windows = await self._store.read(partition, tuple(limits))
                changed = change(windows, limits, self._clock().timestamp())
                try:
                    if changed:
                        await self._store.write(partition, changed)
                except LostRace:
                    # Another instance was faster; nobody waits as long as the others.
                    longest = min(_PAUSE * (tried + 1), _LONGEST)
                    await self._sleep(random.uniform(0, longest))  # noqa: S311 - no secret
                    continue
                return
        raise Unavailable("storage", 1)

    def _limits_of(self, inviter: str) -> dict[str, int]:
        wanted = {
            f"inviter_{address_hash(inviter)}": self._limits.inviter,
            ORGANISATION: self._limits.organisation,
        }
        return {row: limit for row, limit in wanted.items() if limit}


def _check(windows: Versions, limits: Mapping[str, int], count: int, now: float) -> None:
    """Raise QuotaExceeded for the limit that lasts longest."""
    waits = {row: windows[row][0].wait(count, limit, now) for row, limit in limits.items()}
    row = max(waits, key=lambda one: waits[one])
    if waits[row]:
        left = max(limits[row] - windows[row][0].at(now).total, 0)
        whose = ORGANISATION if row == ORGANISATION else "inviter"
        raise QuotaExceeded(whose, limits[row], left, waits[row])
