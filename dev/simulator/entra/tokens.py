"""The token endpoint (signin.md, token request and response)."""

import dataclasses
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiohttp import web

from dev.simulator.config import CONFIG, KEY, STATE, clock
from dev.simulator.entra.application import GRAPH
from dev.simulator.entra.authorize_request import (
    GRAPH_PREFIXES,
    check_tenant,
    missing,
    read_scopes,
)
from dev.simulator.entra.claims import LIFE, access_token, app_only_token, client_info, id_token
from dev.simulator.entra.client import check_credentials
from dev.simulator.entra.daemon import daemon_of
from dev.simulator.entra.errors import SignInError, error_body
from dev.simulator.entra.flow import ENTRA
from dev.simulator.entra.grants import Grant
from dev.simulator.entra.people import account_at, user_with

HEADERS = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"}


async def token(request: web.Request) -> web.Response:
    """Answer with tokens, or with the documented error body."""
    try:
        check_tenant(request.app[CONFIG], request.match_info["tenant"])
        form = {name: str(value) for name, value in (await request.post()).items()}
        answer = _respond(request, form)
    except SignInError as problem:
        body = error_body(problem, request.headers.get("client-request-id"))
        return web.json_response(body, status=problem.status, headers=HEADERS)
    return web.json_response(answer, headers=HEADERS)


def _respond(request: web.Request, form: Mapping[str, str]) -> dict[str, Any]:
    if not form.get("grant_type"):
        raise missing("grant_type")
    if form["grant_type"] == "client_credentials":
        if form.get("client_id") == request.app[CONFIG].client_id:
            return _for_application(request, form)
        return _for_daemon(request, form)
    check_credentials(request, form)
    grants = request.app[ENTRA].grants
    if form["grant_type"] == "authorization_code":
        grant = grants.redeem_code(
            _needed(form, "code"),
            _needed(form, "redirect_uri"),
            form.get("code_verifier", ""),
            clock(),
        )
    elif form["grant_type"] == "refresh_token":
        grant = grants.refresh(_needed(form, "refresh_token"))
        grant = dataclasses.replace(grant, nonce="")
    else:
        raise SignInError(
            70003,
            "unsupported_grant_type",
            f"The app requested an unsupported grant type '{form['grant_type']}'.",
        )
    if form.get("scope"):
        read_scopes(form["scope"])
    return _tokens(request, grant, wants_client_info=form.get("client_info") == "1")


def _for_daemon(request: web.Request, form: Mapping[str, str]) -> dict[str, Any]:
    config, state, daemon = request.app[CONFIG], request.app[STATE], daemon_of(form)
    now = clock() + timedelta(seconds=state.clock_skew)
    return {
        "token_type": "Bearer",
        "expires_in": LIFE,
        "ext_expires_in": LIFE,
        "access_token": request.app[KEY].sign(app_only_token(config, state, daemon, now)),
    }


def _for_application(request: web.Request, form: Mapping[str, str]) -> dict[str, Any]:
    """Answer the application itself, which proves itself as it does for people.

    Its token opens nothing here: the registration has no permission of its own.
    """
    check_credentials(request, form)
    if form.get("scope") != f"{GRAPH_PREFIXES[0]}.default":
        raise missing("scope")
    now = int((clock() + timedelta(seconds=request.app[STATE].clock_skew)).timestamp())
    claims = {"aud": GRAPH, "appid": form["client_id"], "iat": now, "nbf": now, "exp": now + LIFE}
    return {
        "token_type": "Bearer",
        "expires_in": LIFE,
        "ext_expires_in": LIFE,
        "access_token": request.app[KEY].sign(claims),
    }


def _needed(form: Mapping[str, str], name: str) -> str:
    if not form.get(name):
        raise missing(name)
    return form[name]


def _tokens(request: web.Request, grant: Grant, *, wants_client_info: bool) -> dict[str, Any]:
    """Return the tokens of `grant`; raises SignInError if the person may not sign in any more."""
    config, state, key = request.app[CONFIG], request.app[STATE], request.app[KEY]
    guest, account = user_with(state, grant.guest_id), account_at(state, grant.account)
    if guest is None or account is None:
        raise SignInError(
            50034,
            "invalid_grant",
            f"The user account does not exist in the {config.tenant_id} directory.",
        )
    if not guest.account_enabled:
        raise SignInError(50057, "invalid_grant", "The user account is disabled.")
    now = clock() + timedelta(seconds=state.clock_skew)
    answer: dict[str, Any] = {
        "token_type": "Bearer",
        "scope": " ".join(scope for scope in grant.scopes if scope != "offline_access"),
        "expires_in": LIFE,
        "ext_expires_in": LIFE,
        "access_token": key.sign(access_token(config, state, grant, guest, now)),
    }
    if "offline_access" in grant.scopes:
        answer["refresh_token"] = request.app[ENTRA].grants.issue_refresh_token(grant)
    if "openid" in grant.scopes:
        answer["id_token"] = key.sign(id_token(config, state, grant, guest, now))
    if wants_client_info:
        answer["client_info"] = client_info(config, account, guest)
    return answer
