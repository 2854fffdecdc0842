"""Runs a rush and tells what came of it."""

import asyncio
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dev.rush.instance import Instance, Rows, Shared
from dev.rush.provider import Provider
from dev.rush.queue import VirtualQueue
from dev.rush.virtual_time import VirtualTime
from shared.domain.invitation import Event, Invitation, Person
from shared.domain.quota import Quota
from shared.usecases.pacer import PaceStore
from shared.usecases.ports import Task

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
# The defaults of a provider's custom domain (facts.md section 8).
QUOTAS = (Quota(30, 60), Quota(100, 3600))
SKEWS = (0.0, 0.6, -0.4)  # seconds, by instance
_ARRIVING = 120.0  # seconds in which all the bulk ones are made
_STEP = 60.0


@dataclass(frozen=True)
class Plan:
    """How many come, and how bad the provider is. `singles` come one after the other."""

    bulk: int
    singles: int = 0
    singles_from: float = 0.0  # seconds after the start
    singles_within: float = 3600.0
    faulty: bool = False
    quotas: Sequence[Quota] = QUOTAS
    seed: int = 1


@dataclass(frozen=True)
class Outcome:
    """What the provider saw, and how long it took."""

    plan: Plan
    provider: Provider
    addresses: Sequence[str]
    asked: dict[str, float]  # when each single one was made
    seconds: float
    deliveries: int

    @property
    def not_once(self) -> list[str]:
        """The addresses that did not get exactly one e-mail."""
        return [to for to in self.addresses if self.provider.copies[to] != 1]

    @property
    def requests_share(self) -> float:
        """The share of the quota that requests used, refused ones among them."""
        return self._share(self.provider.sends.times)

    @property
    def taken_share(self) -> float:
        """The share of the quota that arrived as e-mails."""
        return self._share(sorted(self.provider.taken.values()))

    @property
    def delays(self) -> dict[str, float]:
        """The seconds from making each single one to its e-mail."""
        return {to: self.provider.taken[to] - at for to, at in self.asked.items()}

    def overtaken(self) -> dict[str, int]:
        """Return how many bulk e-mails went out while each single one waited."""
        bulk = self.provider.bulk_taken
        return {
            to: sum(at < sent < self.provider.taken[to] for sent in bulk)
            for to, at in self.asked.items()
        }

    def _share(self, times: Sequence[float]) -> float:
        """Return the mean use of the slowest quota, over all its windows while many wait.

        Many wait until the last window's worth is left: those may all be behind a lease.
        """
        quota = max(self.plan.quotas, key=lambda one: one.interval)
        first, last = times[0], sorted(self.provider.taken.values())[-quota.limit]
        shares, start = [], first
        while start + quota.seconds <= last:
            within = sum(start <= at < start + quota.seconds for at in times)
            shares.append(within / quota.limit)
            start += _STEP
        return sum(shares) / len(shares)


class Rush:
    """All that takes part in one rush."""

    def __init__(self, plan: Plan, store: Rows, sends: PaceStore, checks: PaceStore) -> None:
        self.plan = plan
        self.time = VirtualTime(START.timestamp())
        self._chance = random.Random(plan.seed)  # noqa: S311 - a test repeats its chances
        self._single = VirtualQueue(self.time, self._chance)
        self._bulk = VirtualQueue(self.time, self._chance)
        self._provider = Provider(self.time, self._chance, plan.quotas, plan.faulty)
        self._store = store
        queues = (self._single, self._bulk)
        shared = Shared(self.time, store, sends, checks, self._provider, queues, plan.quotas)
        self._instances = [Instance(shared, skew) for skew in SKEWS]
        self._asked: dict[str, float] = {}
        self._made = 0

    async def run(self) -> Outcome:
        """Let it happen until every message is worked off."""
        for instance in self._instances:
            instance.start()
        plan = self.plan
        making = [
            self.time.work(self._make(plan.bulk, _ARRIVING, bulk=True)),
            self.time.work(self._make(plan.singles, plan.singles_within, bulk=False)),
        ]
        await self.time.run(self._over)
        await asyncio.gather(*making)
        for instance in self._instances:
            instance.stop()
            await instance.ended()
        return Outcome(
            plan,
            self._provider,
            [f"guest{number}@rush.example" for number in range(self._made)],
            self._asked,
            self.time.now - START.timestamp(),
            self._single.deliveries + self._bulk.deliveries,
        )

    def _over(self) -> bool:
        all_made = self._made == self.plan.bulk + self.plan.singles
        return all_made and not self._single.messages and not self._bulk.messages

    async def _make(self, number: int, within: float, *, bulk: bool) -> None:
        if not bulk:
            await self.time.sleep(self.plan.singles_from)
        for _ in range(number):
            await self.time.sleep(within / number)
            invitation = self._invitation(bulk=bulk)
            now = invitation.created
            await self._store.add(invitation, Event("InvitationCreated", now, "rush"))
            if not bulk:
                self._asked[invitation.guest.email] = self.time.now
            queue = self._bulk if bulk else self._single
            await queue.send(Task(invitation.id, f"ticket of {invitation.id}", now))
            self._made += 1

    def _invitation(self, *, bulk: bool) -> Invitation:
        now = datetime.fromtimestamp(self.time.now, UTC)
        number = self._made
        return Invitation(
            id=str(uuid.UUID(int=self._chance.getrandbits(128), version=4)),
            organisation="Rush",
            guest=Person("Guest", f"guest{number}@rush.example"),
            inviter=Person("Inviter", "inviter@rush.example"),
            created=now,
            expires=now + timedelta(days=30),
            language="en",
            bulk=bulk,
        )
