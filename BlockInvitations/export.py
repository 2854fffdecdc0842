"""GET /api/BlockInvitations/export: the blocks of a proven address as CSV (RFC 4180)."""

import csv
import io

import azure.functions as func

from BlockInvitations import proven
from shared.domain.errors import SessionEnded
from shared.services import services
from shared.web.answers import with_pages
from shared.web.headers import PRIVATE

# A spreadsheet takes these for the start of a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@with_pages
async def export(request: func.HttpRequest) -> func.HttpResponse:
    """Return the file; raise SessionEnded for somebody who has proven nothing."""
    session = proven.find(request)
    if session is None:
        raise SessionEnded
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["organisation", "since"])
    for one in await services().blocks.blocks(session.address):
        writer.writerow([_cell(one.organisation or "*"), one.since.isoformat()])
    return func.HttpResponse(
        text.getvalue().encode("utf-8-sig"),
        mimetype="text/csv",
        charset="utf-8",
        headers=PRIVATE | {"Content-Disposition": 'attachment; filename="blocks.csv"'},
    )


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
