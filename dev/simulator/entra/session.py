"""The cookies: who is signed in, and which browser a flow belongs to."""

import secrets

from aiohttp import web

from dev.simulator.config import STATE
from dev.simulator.entra.people import account_at
from dev.simulator.entra.sources import key_of
from dev.simulator.state import Account

SESSION_COOKIE = "simulated_sign_in"
BROWSER_COOKIE = "simulated_browser"
PASSCODE_SESSION = 24 * 60 * 60  # seconds (facts.md section 2, OTP)


def signed_in(request: web.Request) -> Account | None:
    """Return the account of this browser's sign-in session, if it has one."""
    state = request.app[STATE]
    key = state.sign_ins.get(request.cookies.get(SESSION_COOKIE, ""))
    return account_at(state, key) if key else None


def start_session(request: web.Request, response: web.Response, account: Account) -> None:
    """Sign this browser in, under a new secret; an earlier session of it ends."""
    end_session(request, response)
    state, secret = request.app[STATE], secrets.token_urlsafe(32)
    state.sign_ins[secret] = key_of(state, account)
    life = PASSCODE_SESSION if account.provider == "mail" else None
    response.set_cookie(SESSION_COOKIE, secret, max_age=life, httponly=True, samesite="Lax")


def end_session(request: web.Request, response: web.Response) -> None:
    """Sign this browser out."""
    request.app[STATE].sign_ins.pop(request.cookies.get(SESSION_COOKIE, ""), None)
    response.del_cookie(SESSION_COOKIE, httponly=True, samesite="Lax")


def browser_of(request: web.Request) -> str:
    """Return the name of this browser, a new one if it has none yet."""
    return request.cookies.get(BROWSER_COOKIE) or secrets.token_urlsafe(16)


def keep_browser(response: web.Response, browser: str) -> None:
    """Let the browser send its name along with the pages of a flow, and nowhere else."""
    response.set_cookie(BROWSER_COOKIE, browser, path="/", httponly=True, samesite="Lax")
