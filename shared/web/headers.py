"""The headers that answers to browsers carry."""

from datetime import timedelta

import azure.functions as func

# The link and the pages hold secrets or personal data: nothing is kept, nothing leaks by referrer.
# What is no page is shown as none, wherever it is opened; pages have policies of their own.
PRIVATE = {
    "Content-Security-Policy": (
        "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
PATH = "/api"
# A browser takes such a name only over TLS (RFC 6265bis, section 4.1.3.1). Not `__Host-`: the host
# writes an empty `domain=` beside every cookie, and not every browser is known to ignore that.
PREFIX = "__Secure-"


def add_cookie(
    response: func.HttpResponse, name: str, value: str, age: timedelta, path: str = PATH
) -> None:
    """Set a cookie; it comes along from Microsoft's pages as well (Lax)."""
    seconds = int(age.total_seconds())
    # The host takes cookies apart and sends them again.
    response.headers.add(
        "Set-Cookie",
        f"{PREFIX}{name}={value}; Path={path}; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax",
    )
