"""GET /api/ManageInvitations: the first page of the console."""

import azure.functions as func

from ManageInvitations.inviter import signed_in
from shared.web.answers import with_pages
from shared.web.console_pages import HOME
from shared.web.pages import page


@with_pages
async def home(request: func.HttpRequest) -> func.HttpResponse:
    """Return a page that greets the inviter, with the way out."""
    inviter = await signed_in(request)
    return page(
        "greeting",
        inviter.language,
        folder="console",
        inviter=inviter,
        sign_out=f"{HOME}/SignOut",
    )
