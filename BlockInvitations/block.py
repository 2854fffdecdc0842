"""GET and POST /api/BlockInvitations?t=<token>: block one organisation's invitations.

A GET changes nothing: mail scanners follow links. The POST needs no session and no CSRF token: the
sealed token in the address is all the right that it takes, and mail programs post to it without a
cookie (RFC 8058). A scanner that submits forms may block as well; whoever owns the address can
lift that with a code.
"""

import azure.functions as func

from shared.services import services
from shared.usecases.blocks import block_address
from shared.web.answers import with_pages
from shared.web.block_links import manage_link, open_block_token
from shared.web.pages import language_of, page

_NOT_FOUND = 404


@with_pages
async def block(request: func.HttpRequest) -> func.HttpResponse:
    """Return the page with the button (GET), or block and say so (POST)."""
    outer = services()
    token = request.params.get("t", "")
    opened = open_block_token(token)
    if opened is None:
        language = language_of(request)
        manage = manage_link(outer.settings, language)
        return page("block_unknown", language, status=_NOT_FOUND, manage=manage)
    address, organisation, written = opened
    language = language_of(request, written)
    manage = manage_link(outer.settings, language)
    if request.method != "POST":
        return page("block", language, organisation=organisation, manage=manage, token=token)
    await block_address(address, organisation, store=outer.blocks, clock=outer.clock)
    return page("blocked", language, organisation=organisation, manage=manage)
