"""GET and HEAD of an invitation's link: a pure read (mail scanners fetch it)."""

import azure.functions as func

from shared.services import services
from shared.usecases.follow_link import TO_SIGN_IN, TO_WELCOME, follow_link
from shared.web.language_choice import kept
from shared.web.redirects import redirect


async def follow(request: func.HttpRequest) -> func.HttpResponse:
    """Return the redirect to Microsoft, to the sign-in or to the welcome, or a page."""
    outer = services()
    text = request.params.get("invitationId", "")
    try:
        target, link = await follow_link(text, store=outer.invitations, clock=outer.clock)
    except Exception as error:  # noqa: BLE001 - `answer` logs what nobody foresaw
        # Only who is shown a page pays for loading templates and translations.
        from shared.web.answers import answer

        return answer(error, request)
    base = f"{outer.settings.public_url}/api"
    if target == TO_SIGN_IN:
        return redirect(f"{base}/RedeemInvitation?invitationId={text.lower()}")
    if target == TO_WELCOME:
        # Who chose a language keeps it.
        return redirect(f"{base}/Welcome?lang={kept(request) or link.language}")
    return redirect(target)
