"""Sealed cookies: what the browser carries for us and cannot read or change."""

import json
from datetime import timedelta
from functools import cache
from http.cookies import CookieError, SimpleCookie
from typing import Any

import azure.functions as func
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from shared.services import services
from shared.web.headers import PATH, PREFIX, add_cookie


def set_sealed(
    response: func.HttpResponse,
    name: str,
    content: dict[str, Any],
    age: timedelta,
    path: str = PATH,
) -> None:
    """Add the cookie to the response; its content is encrypted and bound to its name."""
    token = _seal().encrypt(json.dumps({"cookie": name, **content}).encode()).decode()
    # The host escapes "=" in a cookie's value and never unescapes it: send it without padding.
    add_cookie(response, name, token.rstrip("="), age, path)


def clear(response: func.HttpResponse, name: str, path: str = PATH) -> None:
    """Make the browser forget the cookie that was set for the path."""
    add_cookie(response, name, "", timedelta(), path)


def open_sealed(request: func.HttpRequest, name: str, age: timedelta) -> dict[str, Any] | None:
    """Return the cookie's content, or None if it is missing, forged, of another name or too old."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(request.headers.get("cookie", ""))
        token = _padded(jar[PREFIX + name].value)
        content = json.loads(_seal().decrypt(token, ttl=int(age.total_seconds())))
    except (CookieError, KeyError, InvalidToken, ValueError):
        return None
    return content if content.get("cookie") == name else None


def _padded(token: str) -> str:
    return token + "=" * (-len(token) % 4)


@cache
def _seal() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in services().settings.session_keys])
