"""What the use cases need from outside; `shared/outer` has the real ones."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from shared.domain.company import Company, CompanyData
from shared.domain.invitation import Event, Invitation, Link
from shared.domain.letter import Letter


@dataclass(frozen=True)
class Task:
    """A queue message. `ticket` stays the same however often the message is put off.

    `round` is the resend that it belongs to, 0 for the first sending. `letter` names another
    e-mail of the invitation than the one that carries its link. `told` says that other systems
    were told of the invitation already (`shared/usecases/happenings.py`).
    """

    invitation_id: str
    ticket: str
    created: datetime
    attempt: int = 0
    round: int = 0
    letter: str = ""
    told: bool = False


@dataclass(frozen=True)
class Claim:
    """The hold on an address: the id to go on with, or the invitation that has it already."""

    invitation_id: str
    existing: Invitation | None = None


@dataclass(frozen=True)
class DirectoryGuest:
    """The guest in the inviting tenant: object id (the `oid` of its sign-ins) and redeem URL.

    `created` is true only where the guest certainly was not there before. `language` is what the
    guest prefers (E9), empty where the directory does not say or was not asked.
    """

    id: str
    redeem_url: str
    created: bool = False
    language: str = ""


@dataclass(frozen=True)
class Consent:
    """What the directory says of a guest: `state` is PendingAcceptance, Accepted or empty.

    `changed` is the time of its latest change as Graph writes it; `guest` is false for a member.
    """

    state: str
    changed: str = ""
    guest: bool = True

    @property
    def redeemed(self) -> bool:
        """Return whether this account can sign in already."""
        return self.state != "PendingAcceptance"


# How many users Graph finds by their ids in one request.
MOST_AT_ONCE = 15
ENTRA = "entra"
ACCOUNT = "account"


@dataclass(frozen=True)
class Way:
    """How a guest will sign in: ENTRA (J5), ACCOUNT (J6), or nothing where nobody knows.

    `tenant_name` is what the guest's company calls itself in its directory, if it is known.
    """

    kind: str = ""
    tenant_name: str = ""


UNKNOWN_WAY = Way()


@dataclass(frozen=True)
class Role:
    """What a named role grants: groups to join and application roles to hold."""

    groups: tuple[str, ...] = ()
    app_roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Awaited:
    """As much of an invitation whose guest is expected as looking after the guest needs."""

    id: str
    guest_id: str
    consent: str = ""
    guest_gone: bool = False


class InvitationStore(Protocol):
    """Invitations, their history and their index. All raise Unavailable if storage is down."""

    async def claim(
        self, draft: Invitation, *, fingerprint: str, idempotency_key: str, now: datetime
    ) -> Claim:
        """Hold the guest's address for this invitation.

        Raises AddressAlreadyInvited, IdempotencyKeyReused, or AddressBusy, which is an
        Unavailable, where another create holds the address and is not done in time.
        """

    async def reclaim(self, invitation: Invitation, address: str, now: datetime) -> None:
        """Hold `address` for a stored invitation that is about to be open again.

        Until the row changes, nobody else gets the address, for CREATE_WINDOW at most. Raises
        AddressAlreadyInvited, or Unavailable while a create holds the address.
        """

    async def release(self, draft: Invitation, *, idempotency_key: str) -> None:
        """Let the address go again; what cannot be released now expires by itself."""

    async def add(self, invitation: Invitation, event: Event) -> Invitation:
        """Store a new invitation; return the one that is there if somebody was faster."""

    async def enlist(self, invitation: Invitation) -> None:
        """Let the list know of a stored invitation; never raise for an outage."""

    async def get(self, invitation_id: str) -> Invitation | None:
        """Return the invitation, or None."""

    async def link(self, invitation_id: str) -> Link | None:
        """Return as much of it as the link needs, or None."""

    async def save(
        self, invitation: Invitation, event: Event | None = None, *letters: Letter
    ) -> Invitation:
        """Store a change, its event and its e-mails in one transaction.

        A letter without a version is new. Raises LostRace if one of them changed since.
        """

    def awaited(self) -> AsyncIterator[Awaited]:
        """Return the invitations with a guest who is not done yet: queued, sent or accepted."""

    async def history(self, invitation_id: str) -> list[Event]:
        """Return the events, oldest first."""

    async def event(self, invitation_id: str, number: int) -> Event | None:
        """Return the event of that number, from 1, or None."""

    async def letter(self, letter_id: str) -> Letter | None:
        """Return the e-mail, or None."""

    async def save_letter(self, letter: Letter) -> Letter:
        """Store a change of an e-mail; raise LostRace if it changed since."""


class CompanyStore(Protocol):
    """Companies, and the keys by which the same company is known again."""

    async def find(self, organisation: str, keys: tuple[str, ...]) -> Company | None:
        """Return the company that has one of the keys, or None."""

    async def get(self, organisation: str, company_id: str) -> Company | None:
        """Return the company, or None."""

    async def add(self, company: Company, keys: tuple[str, ...]) -> bool:
        """Store it with its keys; return False if one of the keys is another company's."""

    def naming(self, address: str) -> AsyncIterator[Company]:
        """Return the companies whose contact has the address."""

    async def forget_contact(self, company: Company, address: str) -> None:
        """Take the contact out of the company, if it still is the one of the address."""


class TaskQueue(Protocol):
    """Work for a queue function, and what it puts off."""

    async def send(self, task: Task, delay: timedelta = timedelta()) -> None:
        """Put the task on the queue, invisible for `delay`."""


class EventQueue(Protocol):
    """Where the platform hears what happened."""

    async def publish(self, event: dict[str, object]) -> None:
        """Put one CloudEvent (JSON, CloudEvents 1.0) on the queue."""


class Directory(Protocol):
    """Microsoft Entra through Graph. All raise Unavailable where a later try may work."""

    async def invite(self, invitation: Invitation) -> DirectoryGuest:
        """Create the B2B guest, or find the one that is there; raise GuestRefused for good."""

    async def consent_of(self, guest_id: str) -> Consent | None:
        """Return how far the guest is; None if the directory has no such user (any more)."""

    async def consents_of(self, guest_ids: Sequence[str]) -> dict[str, Consent]:
        """Return how far the guests are, as far as the directory has them; MOST_AT_ONCE at most."""

    async def reset(self, invitation: Invitation) -> DirectoryGuest:
        """Invite the guest of `guest_id` anew, to sign in with `guest.email` from now on.

        The object, its groups and its roles stay. Raises GuestRefused where Graph refuses.
        """

    async def delete_guest(self, guest_id: str) -> None:
        """Delete the guest; one that is gone already is fine."""

    async def add_to_group(self, guest_id: str, group_id: str) -> None:
        """Make the guest a member; a member already is fine."""

    async def assign_app_role(self, guest_id: str, resource_id: str, app_role_id: str) -> None:
        """Give the guest the role; having it already is fine."""

    async def describe(self, guest_id: str, company: CompanyData) -> None:
        """Write the company's fields to the guest."""


class Ways(Protocol):
    """What can be foreseen of a guest's sign-in."""

    async def of(self, domain: str) -> Way:
        """Return the way that awaits a guest of the domain, soon; never raise."""
