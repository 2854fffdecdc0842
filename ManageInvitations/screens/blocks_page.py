"""GET and POST /api/ManageInvitations/blocks: who said no, as far as an admin may know.

Only the owner of an address sees and lifts its blocks (docs/blocking.md): an admin reads that
there are some, and can ask about one address that they know already.
"""

from dataclasses import dataclass

import azure.functions as func

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import for_admins, screen
from shared.domain.addresses import mail_address
from shared.domain.block import Block
from shared.domain.errors import InvalidRequest
from shared.services import services
from shared.usecases.blocks_kept import blocks_of
from shared.web.block_links import manage_link
from shared.web.console_page import console_page, language_for
from shared.web.form import posted

FORM = "lookup"
_UNPROCESSABLE = 422


@dataclass(frozen=True)
class Lookup:
    """What was asked about an address; `blocks` is None before it was."""

    address: str = ""
    fault: str = ""
    blocks: list[Block] | None = None


@screen
@for_admins
async def blocks(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Return the blocks (GET), with those of the address that the form names (POST)."""
    outer, lookup = services(), Lookup()
    if request.method == "POST":
        form = posted(request)
        inviter.check_form(form.get("csrf", ""))
        lookup = await _looked_up(form.get("address", ""))
    asked = request.params.get("continuation", "")
    found, continuation = await outer.block_listing.page(asked)
    return console_page(
        "blocks",
        request,
        inviter,
        status=_UNPROCESSABLE if lookup.fault else 200,
        switch_form=FORM if request.method == "POST" else "",
        lookup=lookup,
        blocks=found,
        continuation=continuation,
        first=not asked,
        manage=manage_link(outer.settings, language_for(request, inviter)),
    )


async def _looked_up(text: str) -> Lookup:
    text = text.strip()
    if not text:
        return Lookup(fault="required")
    try:
        address = mail_address(text, "/address")
    except InvalidRequest:
        return Lookup(text, "address")
    return Lookup(address, blocks=await blocks_of(address, store=services().blocks))
