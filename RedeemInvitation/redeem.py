"""GET /api/RedeemInvitation: to Microsoft's sign-in, and back from it.

The flow (state, nonce, PKCE verifier) waits in a sealed cookie, so that a callback counts only
in the browser that asked for it. The cookie remembers the invitation for longer than the flow may
last: whoever comes too late still finds the way back.
"""

import re
from datetime import timedelta
from typing import Any

import azure.functions as func

from RedeemInvitation.heal import healed_link
from shared.domain.addresses import masked
from shared.domain.errors import SignInFailed, WrongAccount
from shared.outer.entra_refusals import aadsts
from shared.services import services
from shared.usecases.accept_invitation import accept_invitation, invitation_to_accept
from shared.usecases.note_sign_in import note_sign_in_problem
from shared.web import cookies, session
from shared.web.answers import sign_in_failed, with_pages
from shared.web.pages import language_of, page
from shared.web.redirects import redirect

FLOW = "flow"
AGAIN = "why"
WRONG_ACCOUNT = "wrong_account"
_WHY = re.compile(r"[a-z_]{1,20}")
FLOW_AGE = timedelta(minutes=15)
REMEMBERED = timedelta(hours=8)


@with_pages
async def redeem(request: func.HttpRequest) -> func.HttpResponse:
    """Answer the three ways of coming here: back from Microsoft, with a link, after signing out.

    And a fourth: the page of a failure is shown again, in another language.
    """
    if AGAIN in request.params:
        return _again(request)
    try:
        return await _go_on(request)
    except SignInFailed as error:
        return await _healed(request, error) or await _failed(error, request)


async def _go_on(request: func.HttpRequest) -> func.HttpResponse:
    if "state" in request.params or "error" in request.params:
        return await _finish(request)
    if "invitationId" in request.params:
        return await _start(request.params["invitationId"])
    waiting = cookies.open_sealed(request, FLOW, REMEMBERED)
    if waiting is None:
        raise SignInFailed("expired")
    return await _start(waiting["invitation"], prompt="select_account")


async def _start(text: str, *, prompt: str = "") -> func.HttpResponse:
    outer = services()
    invitation = await invitation_to_accept(text, store=outer.invitations, clock=outer.clock)
    flow = await outer.sign_in.start(login_hint=invitation.guest.email, prompt=prompt)
    response = redirect(flow.pop("auth_uri"))
    _keep(response, invitation.id, invitation.language, flow)
    return response


async def _finish(request: func.HttpRequest) -> func.HttpResponse:
    waiting = cookies.open_sealed(request, FLOW, FLOW_AGE)
    outer = services()
    if waiting is None or not waiting["flow"]:
        if session.find(request) is None:
            raise SignInFailed("expired")
        # Back in the history of somebody who has signed in: on to where they were.
        return redirect(f"{outer.settings.public_url}/api/CreateCompany")
    identity = await outer.sign_in.finish(waiting["flow"], request.params)
    try:
        invitation = await accept_invitation(
            waiting["invitation"],
            identity,
            tenant_id=outer.settings.tenant_id,
            store=outer.invitations,
            queue=outer.acceptance_queue,
            desk=outer.desk,
            clock=outer.clock,
            new_id=outer.new_id,
        )
    except WrongAccount as wrong:
        link = await healed_link(waiting["invitation"])
        if link:
            return redirect(link)
        await _note(waiting["invitation"], WRONG_ACCOUNT)
        return _refuse_account(wrong, waiting["invitation"], request)
    response = redirect(f"{outer.settings.public_url}/api/CreateCompany")
    cookies.clear(response, FLOW)
    session.begin(
        response, invitation=invitation.id, oid=identity.oid, language=invitation.language
    )
    return response


def _refuse_account(
    wrong: WrongAccount, invitation_id: str, request: func.HttpRequest
) -> func.HttpResponse:
    accounts = {"invited": masked(wrong.invited), "signed_in": wrong.signed_in or "***"}
    response = _wrong_account(accounts, language_of(request, wrong.language))
    # The invitation waits for the way back from signing out; the used flow does not.
    _keep(response, invitation_id, wrong.language, {}, accounts)
    session.end(response)
    return response


def _wrong_account(accounts: dict[str, str], language: str) -> func.HttpResponse:
    return page(
        "wrong_account",
        language,
        status=403,
        switch_query={AGAIN: WRONG_ACCOUNT},
        invited=accounts["invited"],
        signed_in=accounts["signed_in"],
        sign_out_url=services().sign_in.sign_out_url(),
    )


def _again(request: func.HttpRequest) -> func.HttpResponse:
    """Return a failure's page once more; what the address claims is shown, and changes nothing."""
    why = request.params[AGAIN]
    waiting = cookies.open_sealed(request, FLOW, REMEMBERED) or {}
    if why == WRONG_ACCOUNT and waiting.get("accounts"):
        return _wrong_account(waiting["accounts"], language_of(request, waiting["language"]))
    known = why if _WHY.fullmatch(why) else "state"
    code = aadsts(request.params.get("code", ""))
    return _failure(SignInFailed(known, code=code), request, waiting)


async def _healed(request: func.HttpRequest, error: SignInFailed) -> func.HttpResponse | None:
    """Return the way on where Microsoft knows no such guest because the guest was deleted."""
    waiting = cookies.open_sealed(request, FLOW, FLOW_AGE)
    if error.why != "no_guest" or waiting is None:
        return None
    link = await healed_link(waiting["invitation"])
    return redirect(link) if link else None


async def _failed(error: SignInFailed, request: func.HttpRequest) -> func.HttpResponse:
    """Return the page that says what to do, with the way back if this browser knows it."""
    waiting = cookies.open_sealed(request, FLOW, REMEMBERED) or {}
    response = _failure(error, request, waiting)
    if waiting and error.why not in {"state", "expired"}:
        # Microsoft has answered: this flow is over. A forged answer must not end it, nor be noted.
        if waiting["flow"]:
            await _note(waiting["invitation"], error.why, error.code)
        _keep(response, waiting["invitation"], waiting["language"], {})
    return response


async def _note(invitation_id: str, why: str, code: str = "") -> None:
    """Let the inviter know why their guest does not come in."""
    outer = services()
    await note_sign_in_problem(invitation_id, why, code, store=outer.invitations, clock=outer.clock)


def _failure(
    error: SignInFailed, request: func.HttpRequest, waiting: dict[str, Any]
) -> func.HttpResponse:
    if not waiting:
        return sign_in_failed(error, language_of(request))
    outer = services()
    return sign_in_failed(
        error,
        language_of(request, waiting["language"]),
        again=f"{outer.settings.public_url}/api/InviteUser?invitationId={waiting['invitation']}",
        sign_out_url=outer.sign_in.sign_out_url() if error.why == "no_guest" else "",
    )


def _keep(
    response: func.HttpResponse,
    invitation_id: str,
    language: str,
    flow: dict[str, Any],
    accounts: dict[str, str] | None = None,
) -> None:
    content = {
        "invitation": invitation_id,
        "language": language,
        "flow": flow,
        "accounts": accounts or {},
    }
    cookies.set_sealed(response, FLOW, content, REMEMBERED)
