"""GET and POST /api/ManageInvitations/{id}/resend."""

import secrets

import azure.functions as func

from ManageInvitations import again
from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import screen, to_page
from ManageInvitations.screens.detail_page import may_resend, seen, state_of
from shared.domain.errors import AddressBlocked, GuestRefused, IllegalTransition, TooSoon
from shared.domain.failure import Failure
from shared.domain.invitation import Invitation
from shared.domain.languages import languages, match
from shared.services import services
from shared.usecases.resend_invitation import ResendInvitation
from shared.web.console_page import console_page
from shared.web.form import posted

FORM = "resend"


@screen
async def resend(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Say what resending does (GET), or do it (POST)."""
    invitation, _ = await seen(request, inviter)
    if not may_resend(invitation):
        raise IllegalTransition("It cannot be resent.")
    if request.method != "POST":
        return _ask(request, inviter, invitation)
    form = posted(request)
    inviter.check_form(form.get("csrf", ""))
    language = match(form.get("language", "")) or invitation.language
    key = form.get("key", "")
    if form.get("do") != "resend":
        return _ask(request, inviter, invitation, language=language, key=key)
    command = ResendInvitation(
        invitation.id,
        by=inviter.caller.name,
        language=language if language != invitation.language else "",
        idempotency_key=key,
    )
    try:
        await again.resend(command, inviter.caller)
    except GuestRefused as refusal:
        return _ask(request, inviter, invitation, language=language, failure=refusal.failure)
    except TooSoon:
        return _ask(request, inviter, invitation, language=language, key=key, too_soon=True)
    except AddressBlocked:
        return _ask(request, inviter, invitation, language=language, blocked=True)
    return to_page(f"/{invitation.id}", done="resent")


def _ask(
    request: func.HttpRequest,
    inviter: Inviter,
    invitation: Invitation,
    *,
    language: str = "",
    key: str = "",
    failure: Failure | None = None,
    blocked: bool = False,
    too_soon: bool = False,
) -> func.HttpResponse:
    outer = services()
    return console_page(
        "resend",
        request,
        inviter,
        status=429 if too_soon else 422 if failure or blocked else 200,
        switch_form=FORM,
        it=invitation,
        state=state_of(invitation, outer.clock()),
        languages=languages(),
        chosen=language or invitation.language,
        key=key or secrets.token_urlsafe(16),
        days=outer.settings.lifetime.days,
        failure=failure,
        blocked=blocked,
        too_soon=too_soon,
    )
