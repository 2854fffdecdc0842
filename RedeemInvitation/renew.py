"""POST /api/RedeemInvitation: the press on the page of a link whose guest is gone.

The invitation's id is all that it takes, as for the link itself; pressing again changes nothing.
"""

import azure.functions as func

from shared.domain.errors import GuestRefused, LinkClosed
from shared.services import services
from shared.usecases.heal_guest import heal_guest
from shared.web.answers import with_pages
from shared.web.form import posted
from shared.web.pages import page


@with_pages
async def renew(request: func.HttpRequest) -> func.HttpResponse:
    """Lead on through the link once the guest is there; else say who can help.

    By a Refresh, not a redirect: a page whose policy lets forms go to this site alone must not be
    led to another one by its form (CSP, form-action).
    """
    outer = services()
    text = posted(request).get("invitationId", "")
    try:
        healed = await heal_guest(
            text, store=outer.invitations, directory=outer.directory, clock=outer.clock
        )
    except GuestRefused as error:
        raise LinkClosed("failed") from error
    if healed is None:
        raise LinkClosed("failed")
    again = f"{outer.settings.public_url}/api/InviteUser?invitationId={healed.id}"
    headers = {"Refresh": f"0; url={again}"}
    return page("renewed", healed.language, headers=headers, again=again)
