"""The audit trail: what happened to all invitations, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from shared.domain.invitation import Event, Person

PAGE = 50
# Whom an event is by stands in the event alone, not in the trail: more are read to find some.
SEARCHED = 150


@dataclass(frozen=True)
class Entry:
    """Where an event stands. It names nobody, so nothing of it is ever erased."""

    at: datetime
    invitation_id: str
    number: int
    kind: str


@dataclass(frozen=True)
class AuditFilters:
    """What an event must have to be shown; what is empty is not asked for.

    `who` is a person's address, a system's id or a function of the app, `since` and `until` are
    days in UTC, the first and the last.
    """

    who: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Recorded:
    """An event, and the invitation that it happened to."""

    invitation_id: str
    event: Event
    guest: Person
    organisation: str


@dataclass(frozen=True)
class AuditPage:
    """Some events, newest first, and where to go on; the last page has no `continuation`.

    The work for a page is bounded: where few events fit, it may be short, even empty, and yet not
    the last.
    """

    items: tuple[Recorded, ...]
    continuation: str


class AuditStore(Protocol):
    """The trail. Raises Unavailable if storage is down."""

    async def page(self, filters: AuditFilters, *, continuation: str) -> AuditPage:
        """Return the next events; raise MalformedRequest for a continuation of nobody's."""
