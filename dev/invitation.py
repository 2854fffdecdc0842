"""The documented invitation (journey.md J2): Willy URS, invited by Tamer Mohamed-Nour of GFMS."""

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

# The wrong phone number keeps the button of the company page grey until the guest corrects it (J7).
DOCUMENTED: dict[str, Any] = {
    "guest": {"email": "willy.urs@urs-mechanik.example", "name": "Willy URS"},
    "inviter": {"name": "Mohamed-Nour, Tamer", "email": "tamer.mohamed-nour@gfms.example"},
    "organisation": "GFMS",
    "message": (
        "Dear Willy, with My rConnect you see your machines and talk to our service. "
        "Please check what we noted about your company."
    ),
    "language": "en",
    "company": {
        "legalName": "URS Mechanik AG",
        "country": "CH",
        "streetAddress": "Industriestrasse 12",
        "postalCode": "2504",
        "city": "Biel",
        "taxNumber": "CHE-100.155.212 MWST",
        "phone": "032 34",
        "website": "https://urs-mechanik.example",
        "contactName": "Willy URS",
        "contactEmail": "willy.urs@urs-mechanik.example",
    },
    "roles": ["customer"],
}
TIMEOUT = 60.0
_CREATED = {201, 202}


class InvitationError(Exception):
    """The app did not take the documented invitation; the message holds its answer."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """The answer to a link is the answer: where it leads is not asked."""

    def redirect_request(self, *_: Any) -> None:
        return None


_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)


def invite(app_url: str, key: str) -> str:
    """POST the documented invitation and return the address of the invitation's link.

    Raises InvitationError when the app answers anything but 201 or 202.
    """
    request = urllib.request.Request(  # noqa: S310 - an address of the loopback
        f"{app_url}/api/InviteUser",
        data=json.dumps(DOCUMENTED).encode(),
        headers={"Content-Type": "application/json", "x-functions-key": key},
    )
    status, location, body = _ask(request)
    if status not in _CREATED or not location:
        raise InvitationError(f"POST {request.full_url} answered {status}: {body}")
    return location


def invite_once(app_url: str, key: str, kept: Path | None) -> tuple[str, bool]:
    """Return the link of the documented invitation, and whether it was made now.

    `kept` is the file that remembers the link beside kept data; None is for data in memory.
    Raises InvitationError as `invite` does.
    """
    if kept is not None and kept.is_file():
        link: str = kept.read_text().strip()
        request = urllib.request.Request(link, method="HEAD")  # noqa: S310 - it was ours
        if link.startswith(app_url) and _ask(request)[0] != 404:
            return link, False
    link = invite(app_url, key)
    if kept is not None:
        kept.write_text(link + "\n")
    return link, True


def _ask(request: urllib.request.Request) -> tuple[int, str, str]:
    """Return status, Location and body of the answer."""
    try:
        with _DIRECT.open(request, timeout=TIMEOUT) as answer:
            return answer.status, answer.headers.get("Location", ""), _text(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Location", ""), _text(error.read())
    except OSError as error:
        raise InvitationError(f"{request.full_url} does not answer: {error}") from error


def _text(body: bytes) -> str:
    return body.decode(errors="replace")[:2000]
