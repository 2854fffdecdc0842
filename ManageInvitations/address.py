"""POST /api/Invitations/{id}/address."""

import azure.functions as func

from ManageInvitations.detail import shown
from ManageInvitations.request import read, to_correction
from shared.services import services
from shared.usecases.correct_address import CorrectAddress, correct_address
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
    return await corrected(to_correction(body, caller, id_, idempotency_key(request)))


async def corrected(command: CorrectAddress) -> func.HttpResponse:
    """Correct the address and return the answer."""
    outer = services()
    made = await correct_address(
        command,
        store=outer.invitations,
        life=outer.life,
        blocks=outer.blocks,
        directory=outer.directory,
        ways=outer.ways,
        queue=outer.invitation_queue,
        desk=outer.desk,
        clock=outer.clock,
        new_id=outer.new_id,
        lifetime=outer.settings.lifetime,
        delete_guests=outer.settings.delete_revoked_guests,
    )
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
