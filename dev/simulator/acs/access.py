"""Who may call: the HMAC signature of the access key, or a token of the managed identity."""

import base64
import hashlib
import hmac
from datetime import timedelta
from email.utils import parsedate_to_datetime

import jwt
from aiohttp import web

from dev.simulator.acs.errors import denied
from dev.simulator.config import CONFIG, KEY, clock

SIGNED_HEADERS = "x-ms-date;host;x-ms-content-sha256"
SCHEME = f"HMAC-SHA256 SignedHeaders={SIGNED_HEADERS}&Signature="
CLOCK_SKEW = timedelta(minutes=5)
AUDIENCES = ["https://communication.azure.com", "https://communication.azure.com/"]


async def check_access(request: web.Request) -> None:
    """Pass a request that is signed right; raises EmailError 401 (facts.md section 7)."""
    authorization = request.headers.get("Authorization", "")
    if authorization.startswith("Bearer "):
        _check_token(request, authorization.removeprefix("Bearer ").strip())
    elif authorization.startswith(SCHEME):
        await _check_signature(request, authorization.removeprefix(SCHEME))
    else:
        raise denied("The Authorization header is missing or of an unknown scheme.")


async def _check_signature(request: web.Request, signature: str) -> None:
    """Check date, content hash and signature.

    String to sign: VERB, path?query as on the wire, and date;host;hash, separated by newlines;
    the key is base64-decoded first.
    """
    date = request.headers.get("x-ms-date", "")
    _check_date(date)
    content = base64.b64encode(hashlib.sha256(await request.read()).digest()).decode()
    if request.headers.get("x-ms-content-sha256") != content:
        raise denied("The content hash does not match the body.")
    signed = f"{request.method}\n{request.raw_path}\n{date};{request.host};{content}"
    key = base64.b64decode(request.app[CONFIG].email_access_key)
    expected = base64.b64encode(hmac.digest(key, signed.encode(), "sha256"))
    if not hmac.compare_digest(expected, signature.encode()):
        raise denied("The signature does not match the request.")


def _check_date(date: str) -> None:
    try:
        age = clock() - parsedate_to_datetime(date)
    except (TypeError, ValueError):
        raise denied("The x-ms-date header is missing or malformed.") from None
    if abs(age) > CLOCK_SKEW:
        raise denied("The x-ms-date header is more than five minutes away from now.")


def _check_token(request: web.Request, token: str) -> None:
    try:
        request.app[KEY].verify(token, AUDIENCES)
    except jwt.InvalidTokenError:
        raise denied("The access token is not valid for this service.") from None
