"""GET /api/ManageInvitations/export: what the filters leave of the list, as a file."""

import azure.functions as func

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import screen
from ManageInvitations.screens.download import download
from ManageInvitations.screens.list_page import filters_of, whose
from shared.domain.errors import Fault, InvalidRequest
from shared.services import services
from shared.web.sheets import KINDS, sheet


@screen
async def export(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Return a CSV or XLSX file with all lines that the inviter may see and the filters leave."""
    kind = request.params.get("format", "csv")
    if kind not in KINDS:
        raise InvalidRequest(Fault("/format", f"is one of {', '.join(KINDS)}"))
    filters = filters_of(request.params)
    content = await sheet(kind, services().listing, whose(inviter.caller), filters)
    return download(content, KINDS[kind], f"invitations-{services().clock():%Y-%m-%d}.{kind}")
