"""GET /api/Invitations/export: the whole list, or what the filters leave of it, as a file."""

import azure.functions as func

from ManageInvitations.list import whose_list
from shared.domain.errors import Fault, InvalidRequest
from shared.services import services
from shared.web.callers import Asks
from shared.web.headers import PRIVATE
from shared.web.list_query import list_query
from shared.web.problems import with_problems
from shared.web.sheets import KINDS, sheet

_FORMAT = "format"


@with_problems
async def export(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return a CSV or XLSX file with all lines that the caller may see and the filters leave."""
    caller = await asks(request)
    query = list_query(request.params, also=frozenset({_FORMAT}))
    kind = request.params.get(_FORMAT, "csv")
    if kind not in KINDS:
        raise InvalidRequest(Fault(f"/{_FORMAT}", f"is one of {', '.join(KINDS)}"))
    listing, now = services().listing, services().clock()
    content = await sheet(kind, listing, whose_list(query, caller), query.filters)
    name = f"invitations-{now:%Y-%m-%d}.{kind}"
    return func.HttpResponse(
        content,
        mimetype=KINDS[kind],
        headers=PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"'},
    )
