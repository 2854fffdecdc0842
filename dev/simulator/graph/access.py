"""What stands before every Graph handler: the token, the body, unknown paths."""

import json
from typing import Any

import jwt
from aiohttp import web
from aiohttp.typedefs import Handler

from dev.simulator.config import KEY
from dev.simulator.graph.errors import bad_request, invalid_token
from dev.simulator.graph.permissions import check_permissions

AUDIENCES = ["https://graph.microsoft.com", "https://graph.microsoft.com/"]


@web.middleware
async def guard_graph(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let only callers pass to /v1.0 who may, and answer unknown paths as Graph does.

    They need a token for Graph, and the permissions that the call asks for.
    """
    if not request.path.startswith("/v1.0/"):
        return await handler(request)
    _check_token(request)
    check_permissions(request)
    try:
        return await handler(request)
    except web.HTTPNotFound:
        segment = request.path.removeprefix("/v1.0/")
        raise bad_request(f"Resource not found for the segment '{segment}'.") from None
    except web.HTTPMethodNotAllowed as error:
        raise bad_request(
            f"Specified HTTP method '{error.method}' is not allowed for the request target.",
            "Request_BadRequest",
        ) from None


def _check_token(request: web.Request) -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise invalid_token("Access token is empty.")
    try:
        request.app[KEY].verify(token.strip(), AUDIENCES)
    except jwt.ExpiredSignatureError:
        raise invalid_token("Lifetime validation failed, the token is expired.") from None
    except jwt.InvalidAudienceError:
        raise invalid_token("Access token validation failure. Invalid audience.") from None
    except jwt.InvalidTokenError:
        raise invalid_token("IDX14100: JWT is not well formed.") from None


async def json_object(request: web.Request) -> dict[str, Any]:
    """Return the body as a JSON object.

    Raises GraphError 400 for anything else (wording unsourced).
    """
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if request.content_type != "application/json" or not isinstance(body, dict):
        raise bad_request(
            "Unable to read JSON request payload. Please ensure Content-Type header is set and "
            "payload is of valid JSON format."
        )
    return body
