"""GET and POST /api/ManageInvitations/{id}/extend."""

import azure.functions as func

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import screen, to_page
from ManageInvitations.screens.detail_page import days_of, seen, state_of
from shared.domain.errors import (
    AddressAlreadyInvited,
    AddressBlocked,
    IllegalTransition,
    InvalidRequest,
)
from shared.domain.invitation import Invitation
from shared.services import services
from shared.usecases.extend_invitation import extend_invitation
from shared.web.console_page import console_page
from shared.web.form import posted

FORM = "extend"
_UNPROCESSABLE = 422


@screen
async def extend(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Ask for how many days (GET), or give them (POST)."""
    invitation, _ = await seen(request, inviter)
    form = posted(request) if request.method == "POST" else {}
    if form:
        inviter.check_form(form.get("csrf", ""))
    bounds = days_of(invitation, services().clock())
    if bounds is None:
        raise IllegalTransition("It cannot be extended.")
    lifetime = services().settings.lifetime.days
    text = form.get("days", str(min(max(lifetime, bounds[0]), bounds[1]))).strip()
    if form.get("do") != "extend":
        return _ask(request, inviter, invitation, text, bounds, "")
    days = int(text[:4]) if text.isdecimal() else 0
    fault = "bounds"
    if bounds[0] <= days <= bounds[1]:
        fault = await _extend(invitation, inviter, days)
        if not fault:
            return to_page(f"/{invitation.id}", done="extended")
    return _ask(request, inviter, invitation, text, bounds, fault)


async def _extend(invitation: Invitation, inviter: Inviter, days: int) -> str:
    """Return the code of what is wrong, or nothing."""
    outer = services()
    try:
        await extend_invitation(
            invitation.id,
            days,
            inviter.caller,
            store=outer.invitations,
            blocks=outer.blocks,
            clock=outer.clock,
        )
    except InvalidRequest:
        return "bounds"
    except AddressAlreadyInvited:
        return "invited"
    except AddressBlocked:
        return "blocked"
    return ""


def _ask(
    request: func.HttpRequest,
    inviter: Inviter,
    invitation: Invitation,
    text: str,
    bounds: tuple[int, int],
    fault: str,
) -> func.HttpResponse:
    return console_page(
        "extend",
        request,
        inviter,
        status=_UNPROCESSABLE if fault else 200,
        switch_form=FORM,
        it=invitation,
        state=state_of(invitation, services().clock()),
        days=text,
        fewest=bounds[0],
        most=bounds[1],
        fault=fault,
    )
