"""Hand-written stand-ins for everything outside: each keeps what it was given."""

import asyncio
import dataclasses
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.domain.company import CompanyData
from shared.domain.erasing import Eraser
from shared.domain.errors import InvitationError
from shared.domain.invitation import Invitation
from shared.domain.letter import TO_INVITER
from shared.usecases.announce import Desk
from shared.usecases.erase_invitation import Erasing
from shared.usecases.invitee_quota import Limits, StoredQuota
from shared.usecases.mailing import Email
from shared.usecases.ports import MOST_AT_ONCE, UNKNOWN_WAY, Consent, DirectoryGuest, Way
from tests.samples import NOW
from tests.unit.fake_life import FakeLife
from tests.unit.fake_queues import FakeEvents, FakeHistory, FakeQueue, FakeQuotas
from tests.unit.fake_records import FakeBlocks, FakeCompanies
from tests.unit.fake_stores import FakeStore

ERASER = Eraser("a key of the tests")


@dataclass
class Clock:
    """The time, which only a test moves."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class FakeDirectory:
    """Guests by address. `failures` are raised by the next calls, one each; `slow` waits.

    `consents` holds what is not simply pending, by guest; None for one who is gone.
    """

    guests: dict[str, DirectoryGuest] = field(default_factory=dict)
    groups: list[tuple[str, str]] = field(default_factory=list)
    roles: list[tuple[str, str, str]] = field(default_factory=list)
    companies: dict[str, CompanyData] = field(default_factory=dict)
    consents: dict[str, Consent | None] = field(default_factory=dict)
    resets: list[tuple[str, str]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    asked_at_once: list[list[str]] = field(default_factory=list)
    failures: list[InvitationError] = field(default_factory=list)
    slow: float = 0.0

    async def invite(self, invitation: Invitation) -> DirectoryGuest:
        await asyncio.sleep(self.slow)
        self._fail()
        address, number = invitation.guest.email, len(self.guests) + 1
        if address in self.guests:
            return self.guests[address]
        made = DirectoryGuest(f"guest-{number}", f"https://login.example/redeem?{number}")
        self.guests[address] = made
        return dataclasses.replace(made, created=True)

    async def consent_of(self, guest_id: str) -> Consent | None:
        self._fail()
        return self.consents.get(guest_id, Consent("PendingAcceptance"))

    async def consents_of(self, guest_ids: Sequence[str]) -> dict[str, Consent]:
        assert len(guest_ids) <= MOST_AT_ONCE
        self.asked_at_once.append(list(guest_ids))
        found = {one: await self.consent_of(one) for one in guest_ids}
        return {one: consent for one, consent in found.items() if consent is not None}

    async def reset(self, invitation: Invitation) -> DirectoryGuest:
        self._fail()
        self.resets.append((invitation.guest_id, invitation.guest.email))
        return DirectoryGuest(invitation.guest_id, f"https://login.example/{len(self.resets)}")

    async def delete_guest(self, guest_id: str) -> None:
        self._fail()
        self.deleted.append(guest_id)

    async def add_to_group(self, guest_id: str, group_id: str) -> None:
        self._fail()
        self.groups.append((guest_id, group_id))

    async def assign_app_role(self, guest_id: str, resource_id: str, app_role_id: str) -> None:
        self._fail()
        self.roles.append((guest_id, resource_id, app_role_id))

    async def describe(self, guest_id: str, company: CompanyData) -> None:
        self._fail()
        self.companies[guest_id] = company

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)


@dataclass
class FakeWays:
    """Ways by domain; every other one is unknown. `slow` waits."""

    ways: dict[str, Way] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    slow: float = 0.0

    async def of(self, domain: str) -> Way:
        self.asked.append(domain)
        await asyncio.sleep(self.slow)
        return self.ways.get(domain, UNKNOWN_WAY)


@dataclass
class FakeMailer:
    """E-mails in the order of sending, with their operation ids.

    `failures` are raised by the next sends; with `lost`, the e-mail goes out before that.
    """

    sent: list[tuple[str, Email]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    failures: list[InvitationError] = field(default_factory=list)
    verdict: InvitationError | None = None
    lost: bool = False

    async def send(self, email: Email, operation_id: str) -> None:
        if self.lost or not self.failures:
            self.sent.append((operation_id, email))
        if self.failures:
            raise self.failures.pop(0)

    async def has(self, operation_id: str) -> bool:
        self.asked.append(operation_id)
        if self.verdict is not None:
            raise self.verdict
        return operation_id in [sent for sent, _ in self.sent]

    async def close(self) -> None:
        self.asked.append("close")


@dataclass
class World:
    """All fakes together."""

    store: FakeStore = field(default_factory=FakeStore)
    blocks: FakeBlocks = field(default_factory=FakeBlocks)
    companies: FakeCompanies = field(default_factory=FakeCompanies)
    directory: FakeDirectory = field(default_factory=FakeDirectory)
    ways: FakeWays = field(default_factory=FakeWays)
    mailer: FakeMailer = field(default_factory=FakeMailer)
    queue: FakeQueue = field(default_factory=FakeQueue)
    announced: FakeQueue = field(default_factory=FakeQueue)
    history: FakeHistory = field(default_factory=FakeHistory)
    quotas: FakeQuotas = field(default_factory=FakeQuotas)
    limits: Limits = Limits()
    events: FakeEvents = field(default_factory=FakeEvents)
    clock: Clock = field(default_factory=Clock)
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def life(self) -> FakeLife:
        """Return the other half of the store."""
        return FakeLife(self.store)

    @property
    def erasing(self) -> Erasing:
        """Return what erases people, with a key of its own."""
        return Erasing(self.store, self.life, ERASER, self.clock)

    @property
    def desk(self) -> Desk:
        """Return where e-mails are announced: all that there are."""
        return Desk(self.announced, TO_INVITER, self.clock, self.new_id)

    @property
    def quota(self) -> StoredQuota:
        """Return the quota of `limits`."""
        return StoredQuota(self.quotas, self.limits, self.clock)

    def new_id(self) -> str:
        """Return GUIDs that count up."""
        return f"00000000-0000-4000-8000-{next(self._ids):012x}"

    def have(self, invitation: Invitation) -> Invitation:
        """Store an invitation as it is."""
        return self.store.put(invitation)

    def row(self, invitation: Invitation) -> Invitation:
        """Return what is stored of the invitation now."""
        return self.store.rows[invitation.id]

    def rival(self, invitation: Invitation, **changes: object) -> None:
        """Let somebody else change the row right before the next save."""

        def change() -> None:
            self.store.put(dataclasses.replace(self.row(invitation), **changes))  # type: ignore[arg-type]  # of any field

        self.store.meanwhile = change
