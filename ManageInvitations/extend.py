"""POST /api/Invitations/{id}/extend."""

import azure.functions as func

from ManageInvitations.detail import shown
from ManageInvitations.request import caller_of, read
from shared.services import services
from shared.usecases.extend_invitation import extend_invitation
from shared.web.callers import Asks
from shared.web.problems import with_problems
from shared.web.shapes.bodies import ExtendBody


@with_problems
async def extend(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return the invitation with its new time."""
    outer, caller = services(), await asks(request)
    body = read(request.get_body(), ExtendBody)
    invitation = await extend_invitation(
        request.route_params.get("id", ""),
        body.days,
        caller_of(body.by, caller),
        store=outer.invitations,
        blocks=outer.blocks,
        clock=outer.clock,
    )
    return shown(invitation, await outer.invitations.history(invitation.id), outer.clock())
