"""GET /api/ManageInvitations: the invitations, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlencode

import azure.functions as func

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import screen
from shared.domain.caller import Caller
from shared.domain.invitation import EmailFate, State
from shared.domain.languages import languages
from shared.services import services
from shared.usecases.listing import Filters, Listed
from shared.web.console_page import console_page
from shared.web.sheets import KINDS

SIZE = 50
EXPIRED = "expired"
STATES = (*(state.value for state in State), EXPIRED)
FATES = tuple(fate.value for fate in EmailFate)
_NOT_OUT = ("queued", "failed")
_ENDS = ("failed", EXPIRED, "revoked", "blocked")
_LONGEST = 254
_OFF = "off"


@dataclass(frozen=True)
class Stage:
    """A bar of the funnel: its share of the first one, in percent."""

    name: str
    count: int
    share: int


@screen
async def show_list(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Return the list, as the query filters it."""
    filters = filters_of(request.params)
    found = await services().listing.page(
        whose(inviter.caller),
        filters,
        continuation=request.params.get("continuation", ""),
        size=SIZE,
        counting=True,
    )
    counts = found.counts or {}
    live = request.params.get("live") != _OFF
    return console_page(
        "list",
        request,
        inviter,
        items=found.items,
        older=_address(filters, continuation=found.continuation) if found.continuation else "",
        newest=_address(filters) if request.params.get("continuation") else "",
        filters=filters,
        filtered=filters != Filters(),
        stages=stages(counts),
        ends=[(name, counts.get(name, 0)) for name in _ENDS if counts.get(name)],
        any_at_all=any(counts.values()) or bool(found.items),
        under_way=under_way(found.items),
        live=live,
        live_switch=_address(filters, live="" if not live else _OFF),
        files=[(kind, _address(filters, format=kind)) for kind in KINDS],
        states=STATES,
        fates=FATES,
        languages=languages(),
    )


def whose(caller: Caller) -> str:
    """Return the organisation whose invitations are listed, nothing for all of them."""
    return "" if caller.admin else caller.organisation


def filters_of(query: Mapping[str, str]) -> Filters:
    """Return what the query asks for; what can be nothing's value is left out."""

    def text(name: str) -> str:
        return " ".join(query.get(name, "").split())[:_LONGEST]

    def one_of(name: str, known: Iterable[str]) -> str:
        return text(name) if text(name) in known else ""

    return Filters(
        state=one_of("state", STATES),
        email=one_of("email", FATES),
        inviter=text("inviter").lower(),
        language=one_of("language", [one.tag for one in languages()]),
        since=day_of(text("since")),
        until=day_of(text("until")),
        search=text("search"),
    )


def stages(counts: Mapping[str, int]) -> list[Stage]:
    """Return the bars of the funnel: how many got so far at least, the first one whole.

    `counts` are by state, but for `clicked`, which counts everybody who has clicked through.
    """
    out = sum(counts.get(state, 0) for state in STATES if state not in _NOT_OUT)
    completed = counts.get("completed", 0)
    accepted = counts.get("accepted", 0) + completed
    reached = {
        "sent": out,
        "clicked": max(counts.get("clicked", 0), accepted),
        "accepted": accepted,
        "completed": completed,
    }
    return [
        Stage(name, count, round(100 * min(count, out) / (out or 1)))
        for name, count in reached.items()
    ]


def under_way(items: Iterable[Listed]) -> bool:
    """Return whether a line will change by itself in a moment."""
    return any(item.state == State.QUEUED for item in items)


def day_of(text: str) -> date | None:
    """Return the day that a field of a form names, or None."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _address(filters: Filters, **more: str) -> str:
    asked = {name: str(value) for name, value in asdict(filters).items() if value}
    return "?" + urlencode(asked | {name: value for name, value in more.items() if value})
