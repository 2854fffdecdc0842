"""The inviters' sign-in: to Microsoft, back from it, and out (OpenID Connect with PKCE, msal).

The flow waits in a sealed cookie named after its `state`, so that an answer counts only in the
browser that asked for it, and several tabs may ask at once.
"""

import logging
import re
from datetime import timedelta
from typing import Any

import azure.functions as func

from ManageInvitations import inviter
from shared.domain.caller import admit_person
from shared.domain.errors import Forbidden, SignInFailed
from shared.outer.entra_refusals import aadsts
from shared.outer.entra_sign_in import CHOOSE, SILENT
from shared.services import services
from shared.web import cookies
from shared.web.answers import with_pages
from shared.web.console_entrance import (
    WHY,
    console_url,
    leaving,
    local,
    refused,
    signed_out,
)
from shared.web.console_page import HOME
from shared.web.form import posted
from shared.web.headers import PREFIX
from shared.web.redirects import redirect

log = logging.getLogger(__name__)
FLOW_AGE = timedelta(minutes=15)
# Whoever turns back at Microsoft again and again must not send more cookies than servers take.
MOST_FLOWS = 4
_FLOWS = re.compile(rf"(?:^|;\s*){PREFIX}(inviter_flow_[A-Za-z0-9_-]{{8,64}})=")
_STATE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_WHY = re.compile(r"[a-z_]{1,20}")
_BAD = 400
# What Entra answers to a silent request where it has to show a page after all (OpenID Connect
# Core, section 3.1.2.6).
_NOT_SILENT = frozenset(
    {"interaction_required", "login_required", "consent_required", "account_selection_required"}
)


@with_pages
async def sign_in(request: func.HttpRequest) -> func.HttpResponse:
    """Return the way to Microsoft; `silent` asks for no page there, `choose` for the accounts."""
    prompt = SILENT if "silent" in request.params else ""
    if "choose" in request.params:
        prompt = CHOOSE
    return await _start(local(request.params.get("back", "")), prompt, request)


@with_pages
async def signed_in(request: func.HttpRequest) -> func.HttpResponse:
    """Answer whoever comes back from Microsoft: from signing in, or from signing out."""
    state = request.params.get("state", "")
    try:
        if state or "error" in request.params:
            return await _finish(state, request)
    except SignInFailed as error:
        log.warning("An inviter's sign-in failed: %s %s", error.why, error.code)
        return signed_out(request, why=error.why, code=error.code, status=_BAD)
    if WHY in request.params:
        return _again(request)
    if inviter.find(request):
        return redirect(console_url())
    return signed_out(request)


@with_pages
async def sign_out(request: func.HttpRequest) -> func.HttpResponse:
    """End the session here, and lead to where Microsoft's own ends."""
    session = inviter.find(request)
    if session is None:
        return signed_out(request)
    inviter.check_token(session.csrf, posted(request).get("csrf", ""))
    response = leaving(request, await services().console_sign_in.sign_out())
    inviter.end(response)
    return response


async def _start(back: str, prompt: str, request: func.HttpRequest) -> func.HttpResponse:
    before = inviter.find(request)
    hint = before.email if before else ""
    flow = await services().console_sign_in.start(login_hint=hint, prompt=prompt)
    response = redirect(flow.pop("auth_uri"))
    waiting_elsewhere = _FLOWS.findall(request.headers.get("cookie", ""))
    if len(waiting_elsewhere) >= MOST_FLOWS:
        for name in waiting_elsewhere:
            cookies.clear(response, name, HOME)
    waiting = {"flow": flow, "back": back, "silent": prompt == SILENT}
    cookies.set_sealed(response, _name(flow["state"]), waiting, FLOW_AGE, HOME)
    return response


async def _finish(state: str, request: func.HttpRequest) -> func.HttpResponse:
    waiting = _waiting(state, request)
    if waiting is None:
        if inviter.find(request):
            # Back in the history of somebody who has signed in.
            return redirect(console_url())
        raise SignInFailed("expired")
    if waiting["silent"] and request.params.get("error") in _NOT_SILENT:
        response = await _start(waiting["back"], "", request)
        cookies.clear(response, _name(state), HOME)
        return response
    claims = await services().console_sign_in.claims(waiting["flow"], request.params)
    response = _begin(claims, waiting["back"], request)
    cookies.clear(response, _name(state), HOME)
    return response


def _begin(claims: Any, back: str, request: func.HttpRequest) -> func.HttpResponse:
    """Return the way back, or the page for somebody who may not; their session ends with it."""
    settings = services().settings
    if claims.get("tid") != settings.tenant_id:
        raise SignInFailed("state", "the id_token is another tenant's")
    email = str(claims.get("preferred_username", ""))
    if not (email and claims.get("oid")):
        raise SignInFailed("state", "the id_token does not say who it is")
    try:
        caller = admit_person(email, claims.get("roles", []), settings.inviter_organisations)
    except Forbidden as error:
        log.warning("An inviter was not let in: %s", error.why)
        response = refused(error.why, request, account=email)
        inviter.end(response)
        return response
    log.info("An inviter signed in")
    response = redirect(console_url(back))
    inviter.begin(
        response,
        caller,
        oid=str(claims["oid"]),
        name=str(claims.get("name", "")),
        before=inviter.find(request),
    )
    return response


def _again(request: func.HttpRequest) -> func.HttpResponse:
    """Return a failure's page once more, in another language; it changes nothing."""
    why = request.params[WHY]
    known = why if _WHY.fullmatch(why) else "state"
    if known in {"role", "organisation", "form"}:
        return refused(known, request)
    status = 200 if known == "signed_out" else _BAD
    return signed_out(
        request, why=known, code=aadsts(request.params.get("code", "")), status=status
    )


def _waiting(state: str, request: func.HttpRequest) -> dict[str, Any] | None:
    if not _STATE.fullmatch(state):
        return None
    return cookies.open_sealed(request, _name(state), FLOW_AGE)


def _name(state: str) -> str:
    return f"inviter_flow_{state}"
