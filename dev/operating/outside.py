"""What anybody can see of a deployment: its address, health, clock and headers."""

from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit, urlunsplit

import requests

from dev.operating.line import Line, fault, fine, warning

TIMEOUT = 60.0  # seconds; a cold start among them
SKEW, WRONG = 60.0, 300.0  # seconds: worth a look; links and tokens break
HERE = {"localhost", "127.0.0.1", "::1"}
# An invitation that nobody has: every page of the app carries the same headers.
_PAGE = "api/InviteUser?invitationId=00000000-0000-4000-8000-000000000000"
_WANTED = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=",
}
_NOT_STARTED = (
    "Look at the app's log: wrong settings stop it at its start, and are named there; "
    "`doctor --settings FILE` names them too. A package for another Python does not start either."
)


def look(app: str, clock: Callable[[], datetime]) -> Iterator[Line]:
    """Yield what was found; an app that does not answer at all is one line."""
    yield from _address(app)
    try:
        answer = requests.get(f"{app}/api/health", timeout=TIMEOUT, allow_redirects=False)
    except requests.exceptions.SSLError:
        yield fault("https", "its certificate is not good", "Renew or bind the certificate.")
        return
    except requests.RequestException as error:
        yield fault(
            "health", f"no answer: {type(error).__name__}", "Check the address and that it runs."
        )
        return
    yield _health(answer)
    yield _clock(answer, clock())
    if answer.status_code in {requests.codes.ok, requests.codes.service_unavailable}:
        yield from _headers(app)


def _address(app: str) -> Iterator[Line]:
    parts = urlsplit(app)
    if parts.scheme == "https":
        yield fine("https", "the address is https")
        yield _plain(urlunsplit(("http", parts.netloc, "/api/health", "", "")))
    elif parts.hostname in HERE:
        yield fine("https", "http, on this very machine")
    else:
        yield fault("https", "the address is http", "Use https, and turn on `HTTPS only`.")


def _plain(url: str) -> Line:
    try:
        answer = requests.get(url, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException:
        return fine("https", "http is not answered at all")
    if answer.is_redirect and answer.headers["Location"].startswith("https://"):
        return fine("https", "http leads to https")
    return fault("https", "the app answers over http", "Turn on `HTTPS only` (httpsOnly).")


def _health(answer: requests.Response) -> Line:
    try:
        told = answer.json()
        build = f"version {told['version']}, commit {told['commit']}"
        status = str(told["status"])
    except (ValueError, KeyError, TypeError):
        return fault("health", f"answered {answer.status_code}: the app is not there", _NOT_STARTED)
    if status == "up":
        return fine("health", f"up, {build}, {answer.elapsed.total_seconds() * 1000:.0f} ms")
    fix = "Storage does not answer: check the account, its network rules and the identity's roles."
    return fault("health", f"down, {build}", fix)


def _clock(answer: requests.Response, now: datetime) -> Line:
    """Compare the Date header (RFC 9110, 6.6.1) with this machine's clock."""
    try:
        differs = (parsedate_to_datetime(answer.headers["Date"]) - now).total_seconds()
    except (KeyError, ValueError, TypeError):
        return warning("clock", "the app tells no time", "A proxy takes the header Date away.")
    if abs(differs) < SKEW:
        return fine("clock", f"differs by {differs:+.0f} s from here")
    fix = "Set the clock of this machine; if it is right, restart the app."
    make = fault if abs(differs) >= WRONG else warning
    return make("clock", f"differs by {differs:+.0f} s from here", fix)


def _headers(app: str) -> Iterator[Line]:
    try:
        found = requests.get(f"{app}/{_PAGE}", timeout=TIMEOUT, allow_redirects=False).headers
    except requests.RequestException as error:
        yield fault("headers", f"no page: {type(error).__name__}", _NOT_STARTED)
        return
    missing = [name for name, value in _WANTED.items() if value not in found.get(name, "")]
    for name in missing:
        yield fault(
            "headers",
            f"{name} is missing or weakened",
            "Something before the app changes its headers: let it pass them on.",
        )
    if not missing:
        yield fine("headers", f"{len(_WANTED)} of {len(_WANTED)} are there")
