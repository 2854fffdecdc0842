"""POST /api/Invitations/{id}/address."""

import azure.functions as func

from ManageInvitations.again import correct
from ManageInvitations.detail import shown
from ManageInvitations.request import read, to_correction
from shared.services import services
from shared.usecases.create_invitation import InvitationMade
from shared.web.callers import Asks
from shared.web.idempotency import idempotency_key
from shared.web.problems import with_problems
from shared.web.shapes.bodies import AddressBody


@with_problems
async def address(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return 202 with the successor: its e-mail is on the way."""
    caller = await asks(request)
    body = read(request.get_body(), AddressBody)
    id_ = request.route_params.get("id", "")
    made = await correct(to_correction(body, caller, id_, idempotency_key(request)))
    return await answered(made)


async def answered(made: InvitationMade) -> func.HttpResponse:
    """Return 202 with an invitation that is on its way."""
    outer = services()
    return shown(
        made.invitation,
        await outer.invitations.history(made.invitation.id),
        outer.clock(),
        status=202,
        headers={"Idempotent-Replayed": "true"} if made.replayed else {},
    )
