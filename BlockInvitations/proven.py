"""The short session of somebody who has proven an address."""

import hmac
import logging
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta

import azure.functions as func

from shared.domain.errors import SessionEnded
from shared.web import cookies

log = logging.getLogger(__name__)
NAME = "blocks"
AGE = timedelta(minutes=30)


@dataclass(frozen=True)
class Proven:
    """What the cookie holds: the hash of the address, and the token of its forms."""

    address: str
    csrf: str

    def check_form(self, token: str) -> None:
        """Raise SessionEnded unless the form is one that this session was shown."""
        if not hmac.compare_digest(token.encode(), self.csrf.encode()):
            log.warning("A form was refused that is not of its session")
            raise SessionEnded


def begin(response: func.HttpResponse, address: str) -> None:
    """Start the session with the response."""
    proven = Proven(address, secrets.token_urlsafe(24))
    cookies.set_sealed(response, NAME, asdict(proven), AGE)


def find(request: func.HttpRequest) -> Proven | None:
    """Return the session, or None."""
    content = cookies.open_sealed(request, NAME, AGE)
    if content is None:
        return None
    del content["cookie"]
    return Proven(**content)


def end(response: func.HttpResponse) -> None:
    """End the session with the response."""
    cookies.clear(response, NAME)
