"""The inviter who uses the console: a sealed cookie of its own, confirmed at Entra every hour.

The cookie says when Entra last confirmed the role. A page asks Entra again, without showing
anything, once that is RENEW ago; what is older than TRUSTED counts no more, so that a role that
was taken away ends within the hour. Nobody who stays away longer than IDLE, and nobody after
ABSOLUTE, comes on without the sign-in.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

import azure.functions as func

from shared.domain.caller import Caller
from shared.domain.errors import Forbidden, SignInNeeded
from shared.services import services
from shared.web import cookies
from shared.web.console_page import HOME, language_for

NAME = "inviter"
RENEW = timedelta(minutes=50)
TRUSTED = timedelta(minutes=60)
IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)


@dataclass(frozen=True)
class Inviter:
    """Somebody who is signed in to the console; `csrf` must come back in every form."""

    caller: Caller
    name: str
    csrf: str
    language: str

    def check_form(self, token: str) -> None:
        """Raise Forbidden unless the form is one that this session was shown."""
        check_token(self.csrf, token)


@dataclass(frozen=True)
class Session:
    """What the cookie holds: who it is, since when, and when Entra confirmed it."""

    oid: str
    name: str
    email: str
    organisation: str
    admin: bool
    csrf: str
    began: float
    confirmed: float

    def lives(self, now: datetime) -> bool:
        """Return whether Entra may renew it in silence."""
        age, quiet = now.timestamp() - self.began, now.timestamp() - self.confirmed
        return age < ABSOLUTE.total_seconds() and quiet < IDLE.total_seconds()


def check_token(csrf: str, token: str) -> None:
    """Raise Forbidden unless a form's token is that of the session."""
    if not hmac.compare_digest(token.encode(), csrf.encode()):
        raise Forbidden("form", "the form is not of this session")


async def signed_in(request: func.HttpRequest) -> Inviter:
    """Return who is signed in; raise SignInNeeded, which leads there and back."""
    now, session = services().clock(), find(request)
    back = _back(request)
    if session is None or not session.lives(now):
        raise SignInNeeded(back)
    # A form is taken for a while longer: what was typed into it would be lost on the way.
    limit = RENEW if request.method in {"GET", "HEAD"} else TRUSTED
    if now.timestamp() - session.confirmed >= limit.total_seconds():
        raise SignInNeeded(back, silent=True)
    caller = Caller(session.email, session.email, session.organisation, session.admin)
    return Inviter(caller, session.name, session.csrf, language_for(request, None))


def begin(
    response: func.HttpResponse,
    caller: Caller,
    *,
    oid: str,
    name: str,
    before: Session | None,
) -> None:
    """Start the session with the response, or go on with the same person's before.

    A renewed session keeps its beginning, and its forms stay good.
    """
    now = services().clock()
    same = before is not None and before.oid == oid and before.lives(now)
    session = Session(
        oid=oid,
        name=name or caller.email,
        email=caller.email,
        organisation=caller.organisation,
        admin=caller.admin,
        csrf=before.csrf if before and same else secrets.token_urlsafe(24),
        began=before.began if before and same else now.timestamp(),
        confirmed=now.timestamp(),
    )
    cookies.set_sealed(response, NAME, vars(session), ABSOLUTE, HOME)


def find(request: func.HttpRequest) -> Session | None:
    """Return the session of the cookie, however old, or None."""
    content = cookies.open_sealed(request, NAME, ABSOLUTE)
    if content is None:
        return None
    del content["cookie"]
    try:
        return Session(**content)
    except TypeError:
        return None  # sealed by another version of the app


def end(response: func.HttpResponse) -> None:
    """End the session with the response."""
    cookies.clear(response, NAME, HOME)


def _back(request: func.HttpRequest) -> str:
    """Return the page to come back to: the one that is asked for, or the list after a form."""
    if request.method not in {"GET", "HEAD"}:
        return HOME
    path = "/api/" + request.url.partition("/api/")[2].partition("?")[0]
    query = urlencode(dict(request.params))
    return f"{path}?{query}" if query else path
