"""The guest's session: who signed in, for which invitation, and the token of its forms."""

import hmac
import logging
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta

import azure.functions as func

from shared.domain.errors import SessionEnded
from shared.web import cookies

log = logging.getLogger(__name__)
NAME = "session"
AGE = timedelta(hours=8)


@dataclass(frozen=True)
class Session:
    """What the session cookie holds; `csrf` must come back in every form."""

    invitation: str
    oid: str
    language: str
    csrf: str

    def check_form(self, token: str) -> None:
        """Raise SessionEnded unless the form is one that this session was shown."""
        if not hmac.compare_digest(token.encode(), self.csrf.encode()):
            log.warning("A form was refused that is not of its session")
            raise SessionEnded


def begin(response: func.HttpResponse, *, invitation: str, oid: str, language: str) -> None:
    """Start the session with the response."""
    session = Session(invitation, oid, language, secrets.token_urlsafe(24))
    cookies.set_sealed(response, NAME, asdict(session), AGE)


def current(request: func.HttpRequest) -> Session:
    """Return the session; raise SessionEnded if there is none."""
    found = find(request)
    if found is None:
        raise SessionEnded
    return found


def find(request: func.HttpRequest) -> Session | None:
    """Return the session, or None."""
    content = cookies.open_sealed(request, NAME, AGE)
    if content is None:
        return None
    del content["cookie"]
    return Session(**content)


def end(response: func.HttpResponse) -> None:
    """End the session with the response."""
    cookies.clear(response, NAME)
