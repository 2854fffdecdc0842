"""The headers that answers to browsers carry."""

from datetime import timedelta

import azure.functions as func

# The link and the pages hold secrets or personal data: nothing is kept, nothing leaks by referrer.
PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
PATH = "/api"


def add_cookie(
    response: func.HttpResponse, name: str, value: str, age: timedelta, path: str = PATH
) -> None:
    """Set a cookie; it comes along from Microsoft's pages as well (Lax)."""
    seconds = int(age.total_seconds())
    # The host takes cookies apart and sends them again.
    response.headers.add(
        "Set-Cookie",
        f"{name}={value}; Path={path}; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax",
    )
