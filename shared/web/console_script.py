"""The console's one script: served by the app, pinned by its hash."""

import base64
import hashlib
from functools import cache

import azure.functions as func

from shared.web.headers import PRIVATE
from shared.web.rendering import FOLDER

_KEPT = "public, max-age=31536000, immutable"


@cache
def script() -> bytes:
    """Return the script as it is served."""
    return (FOLDER / "console" / "live.js").read_bytes()


@cache
def integrity() -> str:
    """Return what a page says of the script (Subresource Integrity)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script()).digest()).decode()


@cache
def address() -> str:
    """Return the script's address, a new one with each version of it."""
    return f"/api/ManageInvitations/live.js?v={hashlib.sha256(script()).hexdigest()[:12]}"


def serve(_request: func.HttpRequest) -> func.HttpResponse:
    """Return the script; there is nothing secret in it."""
    headers = PRIVATE | {"Cache-Control": _KEPT}
    return func.HttpResponse(script(), mimetype="text/javascript", headers=headers)
