"""GET /api/Welcome: where the guest goes from here (J8)."""

import azure.functions as func

from shared.domain.invitation import State
from shared.services import services
from shared.web import session
from shared.web.answers import with_pages
from shared.web.pages import language_of, page


@with_pages
async def show_welcome(request: func.HttpRequest) -> func.HttpResponse:
    """Greet a guest by name who has a session; show anybody else the links alone."""
    outer = services()
    guest = session.find(request)
    language = language_of(request)
    name, target = "", outer.settings.brand.platform_url
    if guest is not None:
        invitation = await outer.invitations.get(guest.invitation)
        if invitation is not None and invitation.state is State.COMPLETED:
            name = invitation.guest.name
            target = invitation.redirect_url or target
            language = language_of(request, guest.language)
    return page("welcome", language, switch_query={}, name=name, target=target)
