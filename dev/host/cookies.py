"""Set-Cookie headers as ASP.NET writes them.

The worker takes every Set-Cookie header of a response apart and the host puts it together again
(`GrpcMessageExtensionUtilities.RpcHttpCookieConverter`, `RawScriptResult`): the value comes out
percent-encoded, attributes in lower case, and an attribute that was not given comes out empty.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote


def set_cookie(cookie: Any) -> str:
    """Return the header for an RpcHttpCookie."""
    parts = [f"{escape(cookie.name)}={escape(cookie.value)}"]
    if cookie.expires is not None:
        expires = datetime.fromtimestamp(cookie.expires.value.seconds, UTC)
        parts.append(f"expires={format_datetime(expires, usegmt=True)}")
    if cookie.max_age is not None:
        parts.append(f"max-age={int(cookie.max_age.value)}")
    if cookie.domain is not None:
        parts.append(f"domain={cookie.domain.value}")
    if cookie.path is not None:
        parts.append(f"path={cookie.path.value}")
    if cookie.secure is not None and cookie.secure.value:
        parts.append("secure")
    if cookie.same_site:
        parts.append(f"samesite={cookie.same_site}")
    if cookie.http_only is not None and cookie.http_only.value:
        parts.append("httponly")
    return "; ".join(parts)


def escape(text: str) -> str:
    """Return what .NET's `Uri.EscapeDataString` makes of the text."""
    return quote(text, safe="-_.~")
