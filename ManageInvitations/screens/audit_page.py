"""GET /api/ManageInvitations/audit: what happened to all invitations, newest first."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

import azure.functions as func

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import for_admins, screen
from ManageInvitations.screens.detail_page import Happening, happening
from ManageInvitations.screens.list_page import day_of
from shared.domain.erasing import is_pseudonym
from shared.domain.kinds import KINDS
from shared.services import services
from shared.usecases.audit import AuditFilters, Recorded
from shared.web.console_page import console_page

_LONGEST = 254


@dataclass(frozen=True)
class Line:
    """A line of the trail: what happened, and the invitation with the name that it has left."""

    what: Happening
    invitation_id: str
    name: str
    organisation: str


@screen
@for_admins
async def audit(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Return the events that the query asks for."""
    filters = filters_of(request.params)
    continuation = request.params.get("continuation", "")
    found = await services().audit.page(filters, continuation=continuation)
    return console_page(
        "audit",
        request,
        inviter,
        lines=[_line(one) for one in found.items],
        filters=filters,
        filtered=filters != AuditFilters(),
        older=_address(filters, found.continuation) if found.continuation else "",
        newest=_address(filters) if continuation else "",
        kinds=KINDS,
    )


def filters_of(query: Mapping[str, str]) -> AuditFilters:
    """Return what the query asks for; what can be nothing's value is left out."""
    kind = query.get("kind", "")
    return AuditFilters(
        who=" ".join(query.get("who", "").split())[:_LONGEST],
        kind=kind if kind in KINDS else "",
        since=day_of(query.get("since", "")),
        until=day_of(query.get("until", "")),
    )


def _line(one: Recorded) -> Line:
    nobody = not one.guest.email or is_pseudonym(one.guest.email)
    name = "" if nobody else one.guest.name or one.guest.email
    return Line(happening(one.event), one.invitation_id, name, one.organisation)


def _address(filters: AuditFilters, continuation: str = "") -> str:
    asked = {name: str(value) for name, value in asdict(filters).items() if value}
    return "?" + urlencode(asked | ({"continuation": continuation} if continuation else {}))
