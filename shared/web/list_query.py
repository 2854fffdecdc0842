"""The query string of the list and its export: checked, or refused by the name of what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shared.domain.errors import Fault, InvalidRequest
from shared.domain.invitation import EmailFate
from shared.usecases.listing import LARGEST_PAGE, SHOWN_STATES, Filters

PAGE = 50
LONGEST = {"inviter": 254, "search": 120, "language": 35, "continuation": 400, "organisation": 120}
# A function key may stand in the query string.
_KEY = "code"
COUNTS = "counts"
_PAGING = frozenset({"continuation", "size"})
_FILTERS = frozenset({"state", "email", "inviter", "language", "since", "until", "search"})


@dataclass(frozen=True)
class ListQuery:
    """What is asked of the list."""

    filters: Filters
    organisation: str
    continuation: str
    size: int
    counts: bool = False


def list_query(params: Mapping[str, str], also: frozenset[str] = frozenset()) -> ListQuery:
    """Return the query; `also` are names that mean something to the caller.

    Raises InvalidRequest with a fault for each parameter that is wrong or that nobody knows: one
    that is mistyped must not give everything.
    """
    reading = _Reading(params)
    known = _FILTERS | _PAGING | also | {_KEY, "organisation"}
    for name in params:
        if name not in known:
            reading.faults.append(Fault(f"/{name}", "is not a parameter of the list"))
    query = ListQuery(
        Filters(
            state=reading.one_of("state", SHOWN_STATES),
            email=reading.one_of("email", [fate.value for fate in EmailFate]),
            inviter=reading.text("inviter"),
            language=reading.text("language"),
            since=reading.day("since"),
            until=reading.day("until"),
            search=reading.text("search"),
        ),
        organisation=reading.text("organisation"),
        continuation=reading.text("continuation"),
        size=reading.size(),
        counts=reading.flag(COUNTS),
    )
    if reading.faults:
        raise InvalidRequest(*reading.faults)
    return query


@dataclass
class _Reading:
    params: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str) -> str:
        value = self.params.get(name, "").strip()
        if len(value) > LONGEST[name]:
            self.faults.append(Fault(f"/{name}", f"Use at most {LONGEST[name]} characters."))
        return value

    def one_of(self, name: str, known: list[str] | tuple[str, ...]) -> str:
        value = self.params.get(name, "")
        if value and value not in known:
            self.faults.append(Fault(f"/{name}", f"is one of {', '.join(known)}"))
        return value

    def day(self, name: str) -> date | None:
        value = self.params.get(name, "")
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.faults.append(Fault(f"/{name}", "is a day such as 2026-11-30"))
            return None

    def flag(self, name: str) -> bool:
        value = self.params.get(name, "")
        if value not in {"", "true", "false"}:
            self.faults.append(Fault(f"/{name}", "is true or false"))
        return value == "true"

    def size(self) -> int:
        value = self.params.get("size", "") or str(PAGE)
        fits = value.isascii() and value.isdigit() and len(value) < len("1000")
        if fits and 1 <= int(value) <= LARGEST_PAGE:
            return int(value)
        self.faults.append(Fault("/size", f"is a number from 1 to {LARGEST_PAGE}"))
        return PAGE
