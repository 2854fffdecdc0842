"""GET /msi/token: a token for whatever resource the app's own identity asks for."""

import hmac
import time
import uuid
from typing import Any

from aiohttp import web

from dev.simulator.config import CONFIG, KEY, STATE, Config, new_id
from dev.simulator.graph.access import AUDIENCES
from dev.simulator.graph.permissions import granted
from dev.simulator.identity.errors import IdentityError

API_VERSION = "2019-08-01"
EXCHANGE = "api://AzureADTokenExchange"  # the audience of a federated credential
LIFETIME = 86_400  # seconds; a managed identity's token lives a day (unsourced)
# The one managed identity of the simulated app: its client id, and its object id.
IDENTITY_CLIENT_ID = "4c8d1e6f-0b2a-4f7c-9d3e-5a6b7c8d9e0f"
IDENTITY_OBJECT_ID = "9a7b6c5d-4e3f-4a2b-8c1d-0e9f8a7b6c5d"


def add_routes(app: web.Application) -> None:
    """Add /msi/token; the app's IDENTITY_ENDPOINT is {base_url}/msi/token."""
    app.router.add_get("/msi/token", get_token)


async def get_token(request: web.Request) -> web.Response:
    """Answer in the shape of App Service: expires_on is Unix time as text.

    Raises IdentityError 401 for a wrong X-IDENTITY-HEADER, 400 for another api-version or no
    resource (wordings unsourced). client_id, if given, must be a GUID and is answered back: a
    user-assigned identity.
    """
    config, query = request.app[CONFIG], request.query
    secret = request.headers.get("X-IDENTITY-HEADER", "")
    if not hmac.compare_digest(secret.encode(), config.identity_header.encode()):
        raise IdentityError(401, "Unauthorized", "The X-IDENTITY-HEADER is missing or wrong.")
    if query.get("api-version") != API_VERSION:
        raise IdentityError(400, "UnsupportedApiVersion", f"api-version must be {API_VERSION}.")
    resource = query.get("resource", "")
    if not resource:
        raise IdentityError(400, "InvalidResource", "The resource is missing.")
    client_id = _client_id(query.get("client_id"))
    expires = int(time.time()) + LIFETIME
    claims = _claims(config, resource, client_id, expires)
    if resource in AUDIENCES:
        # Application permissions are the token's roles (facts.md section 5).
        claims["roles"] = granted(request.app[STATE])
    return web.json_response(
        {
            "access_token": request.app[KEY].sign(claims),
            "client_id": client_id,
            "expires_on": str(expires),
            "resource": resource,
            "token_type": "Bearer",
        }
    )


def _client_id(given: str | None) -> str:
    try:
        return str(uuid.UUID(given)) if given else IDENTITY_CLIENT_ID
    except ValueError:
        raise IdentityError(400, "InvalidClientId", "No such managed identity.") from None


def _claims(config: Config, resource: str, client_id: str, expires: int) -> dict[str, Any]:
    now = int(time.time())
    issuer = f"https://login.microsoftonline.com/{config.tenant_id}/v2.0"
    return {
        "aud": resource,
        "iss": issuer if resource == EXCHANGE else f"https://sts.windows.net/{config.tenant_id}/",
        "iat": now,
        "nbf": now,
        "exp": expires,
        "appid": client_id,
        "idtyp": "app",
        "oid": IDENTITY_OBJECT_ID,
        "sub": IDENTITY_OBJECT_ID,
        "tid": config.tenant_id,
        "uti": new_id(),
        "ver": "1.0",
    }
