"""POST /api/Invitations/{id}/revoke."""

import azure.functions as func

from ManageInvitations.detail import shown
from ManageInvitations.request import author, read
from shared.services import services
from shared.usecases.read_invitation import check_not_erased
from shared.usecases.revoke_invitation import revoke_invitation
from shared.web.callers import Asks
from shared.web.problems import with_problems
from shared.web.shapes.bodies import RevokeBody


@with_problems
async def revoke(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return the revoked invitation; its link leads nowhere from now on."""
    outer, caller = services(), await asks(request)
    invitation = await revoke_invitation(
        request.route_params.get("id", ""),
        by=author(read(request.get_body(), RevokeBody).by, caller),
        caller=caller,
        delete_guests=outer.settings.delete_revoked_guests,
        store=outer.invitations,
        directory=outer.directory,
        clock=outer.clock,
    )
    check_not_erased(invitation)
    return shown(invitation, await outer.invitations.history(invitation.id), outer.clock())
