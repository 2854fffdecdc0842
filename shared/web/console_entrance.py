"""The console's own pages about its sign-in, and the addresses that lead there."""

import logging
import re
from urllib.parse import urlencode

import azure.functions as func

from shared.domain.errors import Forbidden, SignInNeeded
from shared.services import services
from shared.web.console_page import HOME, console_page
from shared.web.redirects import redirect

log = logging.getLogger(__name__)
WHY = "why"
_FORBIDDEN = 403
_UNAUTHORISED = 401
_SEE_OTHER = 303
# Only what this app's own pages look like: no host, no backslash, no dots to climb with.
_BACK = re.compile(
    rf"{HOME}(?:/[A-Za-z0-9-]{{1,64}}){{0,3}}(?:\?[A-Za-z0-9._~!$'()*+,;:@/?&=%-]{{0,1000}})?"
)
_NEVER = re.compile(rf"{HOME}/sign", re.IGNORECASE)


def local(back: str) -> str:
    """Return the path to come back to after signing in: a page of the console, nothing else."""
    return back if _BACK.fullmatch(back) and not _NEVER.match(back) else HOME


def console_url(path: str = HOME) -> str:
    """Return the address of one of the console's pages."""
    return f"{services().settings.public_url}{path}"


def console_sign_in(back: str, *, silent: bool = False, choose_account: bool = False) -> str:
    """Return where an inviter signs in, to come back to a page of the console."""
    asked_for = {"back": local(back)}
    if silent:
        asked_for["silent"] = "1"
    if choose_account:
        asked_for["choose"] = "1"
    return console_url(f"{HOME}/SignIn?{urlencode(asked_for)}")


def console_answer(error: SignInNeeded | Forbidden, request: func.HttpRequest) -> func.HttpResponse:
    """Return the way to the sign-in, or the page that says what is not allowed.

    A form that came too late gets a page, status 401: it may lead nowhere but to this app, and the
    sign-in is Microsoft's (the policy's form-action). So does what a script asks for.
    """
    if isinstance(error, Forbidden):
        log.warning("The console refused somebody who is signed in: %s", error.why)
        return refused(error.why, request)
    again = console_sign_in(error.back, silent=error.silent)
    # A script that asks for news cannot sign anybody in (Fetch Metadata, section 2.3).
    navigates = request.headers.get("sec-fetch-mode", "navigate") == "navigate"
    if request.method == "POST" or not navigates:
        return _signed_out(request, "too_late", again, status=_UNAUTHORISED)
    return redirect(again, status=_SEE_OTHER)


def refused(why: str, request: func.HttpRequest, *, account: str = "") -> func.HttpResponse:
    """Return the page that says why somebody who is signed in may not go on, and whom to ask."""
    return console_page(
        "no_role",
        request,
        None,
        status=_FORBIDDEN,
        # The answer of Microsoft's in the address counts once.
        switch_query={WHY: why},
        why=why,
        account=account,
        other_account=console_sign_in(HOME, choose_account=True),
    )


def signed_out(
    request: func.HttpRequest, *, why: str = "signed_out", code: str = "", status: int = 200
) -> func.HttpResponse:
    """Return the page of somebody who is not signed in, with the way in.

    `why` and Microsoft's `code` say what went wrong where a sign-in failed.
    """
    again = console_sign_in(HOME, choose_account=why == "signed_out")
    return _signed_out(request, why, again, code=code, status=status)


def leaving(request: func.HttpRequest, microsoft: str) -> func.HttpResponse:
    """Return the page that goes on to Microsoft's sign-out, by itself where the browser does so."""
    return _signed_out(
        request, "leaving", microsoft, status=200, headers={"Refresh": f"0; url={microsoft}"}
    )


def _signed_out(
    request: func.HttpRequest,
    why: str,
    onwards: str,
    *,
    status: int,
    code: str = "",
    headers: dict[str, str] | None = None,
) -> func.HttpResponse:
    return console_page(
        "signed_out",
        request,
        None,
        status=status,
        headers=headers,
        switch_query={WHY: why, "code": code},
        why=why,
        code=code,
        onwards=onwards,
    )
