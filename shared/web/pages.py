"""Pages for people: rendered, with headers that let nothing in and nothing out."""

import base64
import hashlib
from functools import cache
from typing import Any

import azure.functions as func
from werkzeug.http import parse_accept_header

from shared.domain.languages import SOURCE, match
from shared.services import services
from shared.web.headers import PRIVATE
from shared.web.rendering import render, stylesheet


def page(
    template: str,
    language: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> func.HttpResponse:
    """Return the page `templates/pages/<template>.html` in the language."""
    text = render(f"pages/{template}.html", language, services().settings.brand, **context)
    return func.HttpResponse(
        text,
        status_code=status,
        mimetype="text/html",
        headers=PRIVATE
        | {"Content-Security-Policy": _policy(), "Content-Language": language}
        | (headers or {}),
    )


def language_of(request: func.HttpRequest) -> str:
    """Return the offered language that the browser likes best, else English."""
    return next(
        (
            found
            for tag, _ in parse_accept_header(request.headers.get("accept-language", ""))
            if (found := match(tag))
        ),
        SOURCE,
    )


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
