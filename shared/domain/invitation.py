"""An invitation, its states and its legal transitions (design.md, State)."""

import dataclasses
import enum
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.domain.company import Change, CompanyData
from shared.domain.errors import IllegalTransition
from shared.domain.failure import Failure


class State(enum.StrEnum):
    """What is stored; `expired` is derived, see `Invitation.expired`."""

    QUEUED = "queued"
    SENT = "sent"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    FAILED = "failed"
    REVOKED = "revoked"
    BLOCKED = "blocked"


# A guest may follow the link before the sender has noted that the e-mail went out, so
# QUEUED leads to ACCEPTED as well. What leads to QUEUED is a resend: of an accepted or completed
# invitation only with a reset of redemption, see `shared/usecases/resend_invitation.py`. Whoever
# accepts anew after that has a company already, and so is done at once.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset(
        {
            State.QUEUED,
            State.SENT,
            State.ACCEPTED,
            State.COMPLETED,
            State.FAILED,
            State.REVOKED,
            State.BLOCKED,
        }
    ),
    State.SENT: frozenset(
        {
            State.QUEUED,
            State.ACCEPTED,
            State.COMPLETED,
            State.FAILED,
            State.REVOKED,
            State.BLOCKED,
        }
    ),
    State.ACCEPTED: frozenset({State.QUEUED, State.COMPLETED, State.REVOKED}),
    State.COMPLETED: frozenset({State.QUEUED}),
    State.FAILED: frozenset({State.QUEUED, State.REVOKED}),
    State.REVOKED: frozenset(),
    State.BLOCKED: frozenset(),
}
OPEN = frozenset({State.QUEUED, State.SENT})
LONGEST_DAYS = 90  # that an invitation runs from when it was made or resent


class EmailFate(enum.StrEnum):
    """What became of an e-mail; a field of its own beside the state.

    After SENT, a provider that reports says more (facts.md section 8).
    """

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    SUPPRESSED = "suppressed"
    QUARANTINED = "quarantined"
    FILTERED = "filtered"
    FAILED = "failed"


NOT_ARRIVED = frozenset(
    {
        EmailFate.BOUNCED,
        EmailFate.SUPPRESSED,
        EmailFate.QUARANTINED,
        EmailFate.FILTERED,
        EmailFate.FAILED,
    }
)


@dataclass(frozen=True)
class Person:
    """A name and an address."""

    name: str
    email: str


@dataclass(frozen=True)
class Event:
    """Something that happened to an invitation: what, when, by whom."""

    kind: str
    at: datetime
    by: str
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Invitation:
    """One invitation. `version` is the store's mark of the row that was read (ETag).

    `language_open` says that nobody asked for the language: the guest's own may take its place.
    `days` is how long it runs each time it is sent, 0 for as long as the settings say; `resent` and
    `emailed` are when that was done last, `ended` when it came to its end (not by the clock).
    `reminders` are days after `emailed`, of which `reminded` are done. `successor` and
    `predecessor` are the invitations of a corrected address. `erasing` says that nothing else
    happens to it any more, `erased` that nobody is named in it.

    `consent` is the directory's own state of the guest beside ours (PendingAcceptance, Accepted
    or empty for unknown), `round` counts how often it was resent, `guest_created` says that this
    app certainly made the guest, `guest_gone` that the guest was deleted before redeeming, `healed`
    that this app made a second one then, `bulk` that single invitations are sent before it.
    `revision` counts the changes that were stored.
    """

    id: str
    organisation: str
    guest: Person
    inviter: Person
    created: datetime
    expires: datetime
    language: str
    language_open: bool = False
    message: str = ""
    company: CompanyData = CompanyData()
    roles: tuple[str, ...] = ()
    redirect_url: str = ""
    state: State = State.QUEUED
    guest_id: str = ""
    redeem_url: str = ""
    way: str = ""
    tenant_name: str = ""
    email: EmailFate = EmailFate.QUEUED
    operation_id: str = ""
    send_ticket: str = ""
    failure: str = ""
    failure_reason: str = ""
    failure_next_step: str = ""
    failure_kind: str = ""
    failure_answer: str = ""
    failure_request_id: str = ""
    consent: str = ""
    consent_changed: str = ""
    guest_created: bool = False
    guest_gone: bool = False
    healed: bool = False
    round: int = 0
    bulk: bool = False
    resend_key: str = ""
    company_id: str = ""
    changes: tuple[Change, ...] = ()
    access: str = ""
    event_count: int = 0
    days: int = 0
    resent: datetime | None = None
    emailed: datetime | None = None
    ended: datetime | None = None
    reminders: tuple[int, ...] = ()
    reminded: int = 0
    successor: str = ""
    predecessor: str = ""
    erasing: bool = False
    erased: bool = False
    revision: int = 0
    version: str = field(default="", compare=False)

    def expired(self, now: datetime) -> bool:
        """Return whether the invitation ran out before the guest accepted it."""
        return is_expired(self.state, self.expires, now)

    @property
    def begun(self) -> datetime:
        """Return when it was made, or resent last: its time runs from there."""
        return self.resent or self.created

    def runs_until(self, begun: datetime, lifetime: timedelta) -> datetime:
        """Return when it runs out if sent at `begun`; `lifetime` is that of the settings."""
        return begun + (timedelta(days=self.days) if self.days else lifetime)

    def why_failed(self) -> Failure | None:
        """Return what went wrong last, or None."""
        if not (self.failure or self.failure_reason):
            return None
        return Failure(
            self.failure,
            self.failure_reason,
            self.failure_next_step,
            self.failure_kind,
            self.failure_answer,
            self.failure_request_id,
        )

    def to(self, state: State, **changes: Any) -> "Invitation":
        """Return the invitation in another state; raise IllegalTransition if it may not."""
        if state not in TRANSITIONS[self.state]:
            raise IllegalTransition(f"{self.state} does not lead to {state}")
        return dataclasses.replace(self, state=state, **changes)

    def having(self, **changes: Any) -> "Invitation":
        """Return the invitation with other fields and the same state."""
        return dataclasses.replace(self, **changes)


@dataclass(frozen=True)
class Link:
    """As much of an invitation as its link needs: one point read of few columns."""

    state: State
    expires: datetime
    language: str
    redeem_url: str
    guest_gone: bool = False
    corrected: bool = False

    def expired(self, now: datetime) -> bool:
        """Return whether the invitation ran out before the guest accepted it."""
        return is_expired(self.state, self.expires, now)


def is_expired(state: State, expires: datetime, now: datetime) -> bool:
    """Return whether an invitation in `state` is past its time; accepted ones never are."""
    return state in OPEN and now >= expires
