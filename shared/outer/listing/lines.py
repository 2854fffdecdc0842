"""A line of the list as it is kept."""

from datetime import UTC, date, datetime, timedelta

import msgspec

from shared.domain.invitation import OPEN, Invitation, State
from shared.domain.words import words
from shared.usecases.listing import EXPIRED, Filters, Listed

# Later than any date that will be stored, in microseconds: counted down, the newest is first.
END_OF_TIME = 10**17
_OPEN = frozenset(state.value for state in OPEN)
_FURTHER = frozenset({State.ACCEPTED.value, State.COMPLETED.value})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
DAY = 86_400_000_000


class Line(msgspec.Struct, frozen=True, array_like=True):
    """One invitation; times are in microseconds since 1970.

    Of two lines of an invitation the one with the higher `revision` is newer. `found_by` are the
    words that it is found by, each after a space, so that a search need not make them anew. One
    that is `gone` is not listed any more; it stays, so that no late note brings it back.
    """

    id: str
    created: int
    revision: int
    expires: int = 0
    state: str = ""
    email: str = ""
    language: str = ""
    guest_name: str = ""
    guest_email: str = ""
    inviter_name: str = ""
    inviter_email: str = ""
    organisation: str = ""
    company: str = ""
    found_by: str = ""
    consented: bool = False
    gone: bool = False

    @property
    def key(self) -> str:
        """What lines are sorted by."""
        return f"{END_OF_TIME - self.created:018d}_{self.id}"

    @property
    def open(self) -> bool:
        """Whether it may run out."""
        return self.state in _OPEN

    @property
    def clicked(self) -> bool:
        """Whether the guest got as far as Microsoft's consent."""
        return self.consented or self.state in _FURTHER

    def shown_state(self, now: int) -> str:
        """Return the state that people see."""
        return EXPIRED if self.open and self.expires <= now else self.state


def line_of(invitation: Invitation) -> Line:
    """Return the line of an invitation as it is now."""
    return Line(
        id=invitation.id,
        created=microseconds(invitation.created),
        revision=invitation.revision,
        expires=microseconds(invitation.expires),
        state=invitation.state.value,
        email=invitation.email.value,
        language=invitation.language,
        guest_name=invitation.guest.name,
        guest_email=invitation.guest.email,
        inviter_name=invitation.inviter.name,
        inviter_email=invitation.inviter.email,
        organisation=invitation.organisation,
        company=invitation.company.legalName,
        found_by=found_by(
            invitation.guest.name, invitation.guest.email, invitation.company.legalName
        ),
        consented=invitation.consent == "Accepted",
    )


def gone_line(invitation: Invitation) -> Line:
    """Return the line of an invitation that was deleted; it holds nothing about anybody."""
    return Line(invitation.id, microseconds(invitation.created), 2**53, gone=True)


def listed(line: Line, now: int) -> Listed:
    """Return what is shown of a line."""
    return Listed(
        id=line.id,
        created=_EPOCH + line.created * _MICROSECOND,
        expires=_EPOCH + line.expires * _MICROSECOND,
        state=line.shown_state(now),
        email=line.email,
        language=line.language,
        guest_name=line.guest_name,
        guest_email=line.guest_email,
        inviter_name=line.inviter_name,
        inviter_email=line.inviter_email,
        organisation=line.organisation,
        company=line.company,
    )


def microseconds(time: datetime) -> int:
    """Return a time as lines keep it."""
    return (time - _EPOCH) // _MICROSECOND


def found_by(*texts: str) -> str:
    """Return the words of texts, each once and after a space."""
    return "".join(f" {word}" for word in dict.fromkeys(words(" ".join(texts))))


class Wanted:
    """Filters, made ready to be held against many lines."""

    def __init__(self, filters: Filters, now: datetime) -> None:
        self.now = microseconds(now)
        self.state, self.email, self.language = filters.state, filters.email, filters.language
        self.inviter = filters.inviter.lower()
        self.words = words(filters.search)
        self._beginnings = [f" {word}" for word in self.words]
        # Nothing but signs was looked for: no word begins like that.
        self.nothing = bool(filters.search.strip()) and not self.words
        self.first, self.last = "", "~"
        if filters.until is not None:
            self.first = f"{END_OF_TIME - _start_of(filters.until) - DAY + 1:018d}"
        if filters.since is not None:
            self.last = f"{END_OF_TIME - _start_of(filters.since):018d}~"

    def fits(self, line: Line) -> bool:
        """Return whether a line meets all filters."""
        return (
            not line.gone
            and not self.nothing
            and (not self.state or line.shown_state(self.now) == self.state)
            and (not self.email or line.email == self.email)
            and (not self.language or line.language == self.language)
            and (not self.inviter or line.inviter_email.lower() == self.inviter)
            and self.first <= line.key <= self.last
            and all(one in line.found_by for one in self._beginnings)
        )


def _start_of(day: date) -> int:
    return microseconds(datetime(day.year, day.month, day.day, tzinfo=UTC))
