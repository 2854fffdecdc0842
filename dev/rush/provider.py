"""An e-mail provider that enforces its quotas, refuses every third send and dies at every tenth.

Every request counts towards the quota, a refused one as well: the strictest that can be read
from facts.md section 8.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dev.rush.virtual_time import VirtualTime
from shared.domain.errors import Unavailable
from shared.domain.quota import Quota
from shared.usecases.mailing import Email

RETRY_AFTER = 20
_REFUSED_EVERY = 3
_DIES_EVERY = 10
_WAY = (0.02, 0.4)  # seconds until a request arrives


@dataclass
class Window:
    """The requests of one kind, and how many came over a quota."""

    quotas: Sequence[Quota]
    times: list[float] = field(default_factory=list)
    exceeded: int = 0

    def arrive(self, now: float) -> None:
        """Note a request."""
        self.times.append(now)
        for quota in self.quotas:
            if len(self.times) > quota.limit:
                self.exceeded += self.times[-quota.limit - 1] > now - quota.seconds


@dataclass
class Provider:
    """What it took, by operation id and by address, and how it was treated."""

    time: VirtualTime
    chance: random.Random
    quotas: Sequence[Quota]
    faulty: bool
    sends: Window = field(init=False)
    checks: Window = field(init=False)
    operations: set[str] = field(default_factory=set)
    taken: dict[str, float] = field(default_factory=dict)
    copies: Counter[str] = field(default_factory=Counter)
    bulk_taken: list[float] = field(default_factory=list)
    refused: int = 0
    deaths: int = 0

    def __post_init__(self) -> None:
        self.sends = Window(self.quotas)
        self.checks = Window([Quota(2 * quota.limit, quota.seconds) for quota in self.quotas])

    async def send(self, email: Email, operation_id: str) -> bool:
        """Take the e-mail; return False where it died. Raises Unavailable for a 429."""
        await self.time.sleep(self.chance.uniform(*_WAY))
        self.sends.arrive(self.time.now)
        number = len(self.sends.times)
        if self.faulty and number % _DIES_EVERY == 0:
            self.deaths += 1
            if self.deaths % 2:
                self._take(email, operation_id)
            return False
        if self.faulty and number % _REFUSED_EVERY == 0:
            self.refused += 1
            raise Unavailable("the e-mail service", RETRY_AFTER, sent_nothing=True)
        self._take(email, operation_id)
        await self.time.sleep(self.chance.uniform(*_WAY))
        return True

    async def has(self, operation_id: str) -> bool:
        """Return whether it took an e-mail under this id."""
        await self.time.sleep(self.chance.uniform(*_WAY))
        self.checks.arrive(self.time.now)
        return operation_id in self.operations

    def _take(self, email: Email, operation_id: str) -> None:
        self.operations.add(operation_id)
        self.copies[email.to] += 1
        self.taken.setdefault(email.to, self.time.now)
        if email.bulk:
            self.bulk_taken.append(self.time.now)
