"""GET and POST /api/ManageInvitations/{id}/revoke."""

import azure.functions as func

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import screen, to_page
from ManageInvitations.screens.detail_page import may_revoke, seen, state_of
from shared.domain.errors import IllegalTransition
from shared.domain.invitation import State
from shared.services import services
from shared.usecases.revoke_invitation import revoke_invitation
from shared.web.console_page import console_page
from shared.web.form import posted

FORM = "revoke"


@screen
async def revoke(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Say what revoking does (GET), or do it (POST)."""
    outer = services()
    invitation, _ = await seen(request, inviter)
    form = posted(request) if request.method == "POST" else {}
    if form:
        inviter.check_form(form.get("csrf", ""))
    pressed = form.get("do") == "revoke"
    if not (may_revoke(invitation) or (pressed and invitation.state is State.REVOKED)):
        raise IllegalTransition("It cannot be revoked.")
    if not pressed:
        return console_page(
            "revoke",
            request,
            inviter,
            switch_form=FORM,
            it=invitation,
            state=state_of(invitation, outer.clock()),
            deletes_guest=outer.settings.delete_revoked_guests
            and invitation.guest_created
            and invitation.state is not State.ACCEPTED,
        )
    await revoke_invitation(
        invitation.id,
        by=inviter.caller.name,
        caller=inviter.caller,
        delete_guests=outer.settings.delete_revoked_guests,
        store=outer.invitations,
        directory=outer.directory,
        clock=outer.clock,
    )
    return to_page(f"/{invitation.id}", done="revoked")
