"""POST /api/Invitations/{id}/resend."""

import azure.functions as func

from ManageInvitations.detail import shown
from ManageInvitations.request import ResendBody, read, to_command
from shared.services import services
from shared.usecases.resend_invitation import resend_invitation
from shared.web.callers import Asks
from shared.web.idempotency import idempotency_key
from shared.web.problems import with_problems


@with_problems
async def resend(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return 202 with the invitation: its e-mail is on the way."""
    outer, caller = services(), await asks(request)
    made = await resend_invitation(
        to_command(
            read(request.get_body(), ResendBody),
            caller,
            request.route_params.get("id", ""),
            idempotency_key(request),
        ),
        caller=caller,
        store=outer.invitations,
        blocks=outer.blocks,
        directory=outer.directory,
        queue=outer.invitation_queue,
        desk=outer.desk,
        clock=outer.clock,
        new_id=outer.new_id,
        lifetime=outer.settings.lifetime,
        delete_guests=outer.settings.delete_revoked_guests,
    )
    return shown(
        made.invitation,
        await outer.invitations.history(made.invitation.id),
        outer.clock(),
        status=202,
        headers={"Idempotent-Replayed": "true"} if made.replayed else {},
    )
