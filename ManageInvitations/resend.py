"""POST /api/Invitations/{id}/resend; another address without a reset is a correction."""

import azure.functions as func

from ManageInvitations import again
from ManageInvitations.address import answered
from ManageInvitations.request import read, to_command, to_correction
from shared.services import services
from shared.usecases.read_invitation import found
from shared.web.callers import Asks
from shared.web.idempotency import idempotency_key
from shared.web.problems import with_problems
from shared.web.shapes.bodies import ResendBody


@with_problems
async def resend(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return 202 with the invitation, or its successor: its e-mail is on the way."""
    outer, caller = services(), await asks(request)
    body = read(request.get_body(), ResendBody)
    id_, key = request.route_params.get("id", ""), idempotency_key(request)
    command = to_command(body, caller, id_, key)
    if command.email and not command.reset:
        before = await found(id_, caller, outer.invitations)
        if before.guest.email != command.email:
            return await answered(await again.correct(to_correction(body, caller, id_, key)))
    return await answered(await again.resend(command, caller))
