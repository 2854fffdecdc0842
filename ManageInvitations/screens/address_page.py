"""GET and POST /api/ManageInvitations/{id}/address."""

from dataclasses import dataclass, field

import azure.functions as func

from ManageInvitations.again import correct
from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import screen, to_page
from ManageInvitations.screens.detail_page import may_correct, seen, state_of
from ManageInvitations.screens.draft import code_of
from shared.domain.addresses import guest_address
from shared.domain.errors import (
    AddressAlreadyInvited,
    AddressBlocked,
    GuestRefused,
    IllegalTransition,
    InvalidRequest,
    Unavailable,
)
from shared.domain.failure import Failure
from shared.domain.invitation import Invitation
from shared.domain.text import harmful, one_line
from shared.services import services
from shared.usecases.correct_address import CorrectAddress
from shared.web.console_page import console_page
from shared.web.form import posted

FORM = "address"
_LONGEST_NAME = 120
_UNPROCESSABLE = 422
_CONFLICT = 409
_UNAVAILABLE = 503


@dataclass(frozen=True)
class Trouble:
    """Why the form is shown again: a code for each field that is wrong, or `why`."""

    status: int = 200
    faults: dict[str, str] = field(default_factory=dict)
    why: str = ""
    failure: Failure | None = None


@screen
async def address(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Say what a corrected address does (GET), or do it (POST)."""
    invitation, _ = await seen(request, inviter)
    form = posted(request) if request.method == "POST" else {}
    if form:
        inviter.check_form(form.get("csrf", ""))
    pressed = form.get("do") == "correct"
    # Pressed twice: the use case finds what the first press made.
    if not (may_correct(invitation) or (pressed and invitation.successor)):
        raise IllegalTransition("Its address cannot be changed.")
    email = form.get("email", "").strip()
    name = form.get("name", invitation.guest.name)
    trouble = Trouble()
    if pressed:
        faults = _faults(email, name)
        trouble = Trouble(_UNPROCESSABLE, faults)
        if not faults:
            command = CorrectAddress(
                invitation.id, inviter.caller, guest_address(email, "/email"), one_line(name)
            )
            made = await _correct(command)
            if isinstance(made, Invitation):
                return to_page(f"/{made.id}", done="corrected")
            trouble = made
    return _ask(request, inviter, invitation, email, name, trouble)


async def _correct(command: CorrectAddress) -> Invitation | Trouble:
    try:
        made = await correct(command)
    except InvalidRequest:
        return Trouble(_UNPROCESSABLE, {"email": "same"})
    except AddressBlocked:
        return Trouble(_UNPROCESSABLE, {"email": "blocked"})
    except AddressAlreadyInvited:
        return Trouble(_CONFLICT, {"email": "invited"})
    except GuestRefused as refusal:
        return Trouble(_UNPROCESSABLE, {"email": "refused"}, failure=refusal.failure)
    except Unavailable:
        return Trouble(_UNAVAILABLE, why="unavailable")
    return made.invitation


def _faults(email: str, name: str) -> dict[str, str]:
    faults = {}
    try:
        guest_address(email, "/email")
    except InvalidRequest as error:
        (fault, *_) = error.faults
        faults["email"] = code_of("/guest/email", fault.detail) if email else "required"
    if harmful(name):
        faults["name"] = "characters"
    elif len(name) > _LONGEST_NAME:
        faults["name"] = "too-long"
    return faults


def _ask(
    request: func.HttpRequest,
    inviter: Inviter,
    invitation: Invitation,
    email: str,
    name: str,
    trouble: Trouble,
) -> func.HttpResponse:
    outer = services()
    return console_page(
        "address",
        request,
        inviter,
        status=trouble.status,
        headers={"Retry-After": "30"} if trouble.status == _UNAVAILABLE else {},
        switch_form=FORM,
        it=invitation,
        state=state_of(invitation, outer.clock()),
        email=email,
        name=name,
        trouble=trouble,
        deletes_guest=outer.settings.delete_revoked_guests and invitation.guest_created,
    )
