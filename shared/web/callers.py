"""Who calls the API: a system with a function key, or the owner of an access token.

Each operation is registered twice, with one handler: under `Invitations` the host has checked
the function key, under `entra/Invitations` the app checks the token itself.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import azure.functions as func

from shared.domain.caller import ADMIN, Caller, admit_person, admit_system
from shared.domain.errors import Forbidden, Unauthorised
from shared.services import services

Asks = Callable[[func.HttpRequest], Awaitable[Caller]]


async def key_caller(_request: func.HttpRequest) -> Caller:
    """Return whoever has the function key: the host has let nobody else come here."""
    return Caller("", admin=True)


async def token_caller(request: func.HttpRequest) -> Caller:
    """Return the owner of the request's access token; raise Unauthorised or Forbidden.

    Raises Unavailable where the tenant's keys cannot be read.
    """
    outer = services()
    claims = await outer.access_tokens.claims(_bearer(request))
    found, organisations = claims.get("roles"), outer.settings.inviter_organisations
    roles = [role for role in found if isinstance(role, str)] if isinstance(found, list) else []
    if _text(claims, "scp"):
        return admit_person(_needed(claims, "preferred_username"), roles, organisations)
    return admit_system(_app(claims), roles, organisations)


def admin(caller: Caller) -> Caller:
    """Return a caller who may do everything; raise Forbidden for anybody else."""
    if not caller.admin:
        raise Forbidden("role", f"The application role {ADMIN} is needed.")
    return caller


def _bearer(request: func.HttpRequest) -> str:
    """Return the token; it is taken from the header alone (RFC 6750, section 2.1)."""
    header: str = request.headers.get("authorization", "")
    scheme, _, token = header.strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorised("Send an access token in the header Authorization.", shown=False)
    return token.strip()


def _app(claims: Mapping[str, Any]) -> str:
    """Return the application's id of an app-only token.

    An id_token has the same issuer and audience, but nobody's `azp`, and its subject is not the
    object itself: it opens a sign-in, never the API.
    """
    app_only = claims.get("idtyp") == "app" or (
        "idtyp" not in claims and claims["sub"] == claims["oid"]
    )
    if not app_only:
        raise Unauthorised("The token is no access token for this API.")
    return _needed(claims, "azp")


def _needed(claims: Mapping[str, Any], name: str) -> str:
    text = _text(claims, name)
    if not text:
        raise Unauthorised(f"The token has no {name}.")
    return text


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
