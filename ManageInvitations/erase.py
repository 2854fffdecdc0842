"""DELETE /api/Invitations/{id}."""

import azure.functions as func

from ManageInvitations.detail import shown
from ManageInvitations.request import caller_of, read
from shared.services import services
from shared.usecases.erase_invitation import delete_invitation
from shared.web.callers import Asks
from shared.web.problems import with_problems
from shared.web.shapes.bodies import RevokeBody


@with_problems
async def erase(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return what is left of the invitation: its state and its history, with pseudonyms."""
    outer, caller = services(), await asks(request)
    invitation = await delete_invitation(
        request.route_params.get("id", ""),
        caller_of(read(request.get_body(), RevokeBody).by, caller),
        erasing=outer.erasing,
        store=outer.invitations,
        directory=outer.directory,
        delete_guests=outer.settings.delete_revoked_guests,
        clock=outer.clock,
    )
    return shown(invitation, await outer.invitations.history(invitation.id), outer.clock())
