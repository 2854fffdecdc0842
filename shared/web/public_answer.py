"""What is the same for everybody and may be kept for an hour."""

import hashlib

import azure.functions as func

from shared.web.headers import PRIVATE

_KEPT = {"Cache-Control": "public, max-age=3600"}


def public(
    request: func.HttpRequest, content: bytes, mimetype: str, headers: dict[str, str] | None = None
) -> func.HttpResponse:
    """Return the content, or 304 for who has it already (RFC 9110, section 13.1.2)."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    said = PRIVATE | _KEPT | {"ETag": tag} | (headers or {})
    asked = request.headers.get("if-none-match", "")
    if tag in {one.strip().removeprefix("W/") for one in asked.split(",")}:
        return func.HttpResponse(status_code=304, headers=said)
    return func.HttpResponse(content, mimetype=mimetype, headers=said)
