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

    `counts`, where they were asked for, say how many there are by shown state, whatever the
    filters. `clicked` counts beside the states: whoever got as far as Microsoft's consent, and so
    all accepted and completed ones too.
    """

    items: tuple[Listed, ...]
    continuation: str
    counts: dict[str, int] | None = None


class ListStore(Protocol):
    """The list. It raises Unavailable if storage is down."""

    async def page(
        self,
        organisation: str,
        filters: Filters,
        *,
        continuation: str,
        size: int,
        counting: bool = False,
    ) -> Page:
        """Return the next lines of an organisation; of all where `organisation` is empty.

        With `counting`, the page has the counts as well. Raises MalformedRequest for a continuation
        that this list with these filters never gave.
        """
