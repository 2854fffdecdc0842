"""POST /api/InviteUser: make an invitation."""

import azure.functions as func

from shared.domain.happening import reference
from shared.services import services
from shared.usecases.create_invitation import InvitationMade, create_invitation
from shared.web.callers import Asks
from shared.web.idempotency import idempotency_key
from shared.web.invitation_body import read_body, to_command
from shared.web.json_answer import json_answer
from shared.web.problems import link_of, with_problems
from shared.web.shapes.invitations import Made, MadeGuest


@with_problems
async def create(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return 201 where the guest is in the directory, 202 where the queue will see to it."""
    outer, caller = services(), await asks(request)
    command = to_command(
        read_body(request.get_body()),
        outer.settings,
        caller,
        idempotency_key=idempotency_key(request),
        respond_async="respond-async" in request.headers.get("prefer", "").lower(),
    )
    made = await create_invitation(
        command,
        store=outer.invitations,
        blocks=outer.blocks,
        directory=outer.directory,
        ways=outer.ways,
        queue=outer.bulk_queue if command.bulk else outer.invitation_queue,
        quota=outer.quota,
        clock=outer.clock,
        new_id=outer.new_id,
        lifetime=outer.settings.lifetime,
    )
    return _answer(made)


def _answer(made: InvitationMade) -> func.HttpResponse:
    invitation = made.invitation
    link = link_of(invitation.id)
    body = Made(
        invitationId=invitation.id,
        reference=reference(invitation.id),
        state=invitation.state.value,
        link=link,
        expires=invitation.expires.isoformat(),
        guest=MadeGuest(invitation.guest_id or None, invitation.guest.email),
    )
    headers = {"Location": link}
    if made.replayed:
        headers["Idempotent-Replayed"] = "true"
    return json_answer(body, 201 if invitation.guest_id else 202, headers)
