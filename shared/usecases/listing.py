"""The list of invitations: what a line shows, what it can be filtered by, what is counted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from shared.domain.invitation import State

EXPIRED = "expired"
CLICKED = "clicked"
SHOWN_STATES = (*(state.value for state in State), EXPIRED)
LARGEST_PAGE = 200


@dataclass(frozen=True)
class Filters:
    """What a line must have to be listed; what is empty is not asked for.

    `state` is a stored state or `expired`, `since` and `until` are days in UTC on which it may
    have been made, the first and the last, and each word of `search` begins a word of the guest's
    name, address or company.
    """

    state: str = ""
    email: str = ""
    inviter: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None
    search: str = ""


@dataclass(frozen=True)
class Listed:
    """What a line of the list shows."""

    id: str
    created: datetime
    expires: datetime
    state: str
    email: str
    language: str
    guest_name: str
    guest_email: str
    inviter_name: str
    inviter_email: str
    organisation: str
    company: str


@dataclass(frozen=True)
class Page:
    """Some lines, newest first, and where to go on.

    The work for a page is bounded: where few lines match, it may be short, even empty, and yet
    not the last. The last one has an empty `continuation`.
    """

    items: tuple[Listed, ...]
    continuation: str


class ListStore(Protocol):
    """The list. All raise Unavailable if storage is down."""

    async def page(
        self, organisation: str, filters: Filters, *, continuation: str, size: int
    ) -> Page:
        """Return the next lines of an organisation; of all where `organisation` is empty.

        Raises MalformedRequest for a continuation that this list with these filters never gave.
        """

    async def counts(self, organisation: str) -> dict[str, int]:
        """Return how many there are by state, as it is shown.

        `clicked` counts beside the states: whoever got as far as Microsoft's consent, and so all
        accepted and completed ones too.
        """


def funnel(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Return how many came how far: each step has all who came further, too.

    A failed or withdrawn invitation is in none: nobody knows how far it would have come.
    """
    done = counts[State.COMPLETED]
    accepted = counts[State.ACCEPTED] + done
    clicked = counts[CLICKED]
    sent = counts[State.SENT] + counts[EXPIRED] + accepted
    return [("sent", sent), ("clicked", clicked), ("accepted", accepted), ("completed", done)]
