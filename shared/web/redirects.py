"""Redirects, without the cost of pages: a guest's click loads no template engine."""

import azure.functions as func

from shared.web.headers import PRIVATE


def redirect(url: str, *, status: int = 302) -> func.HttpResponse:
    """Return a redirect to an address that the server made or allow-lists."""
    return func.HttpResponse(status_code=status, headers=PRIVATE | {"Location": url})
