"""GET /v1.0/users and GET, PATCH, DELETE /v1.0/users/{id}."""

from typing import Any

from aiohttp import web

from dev.simulator.config import STATE
from dev.simulator.graph.access import json_object
from dev.simulator.graph.deleted import bury
from dev.simulator.graph.errors import invalid_value, not_found, not_visible_yet
from dev.simulator.graph.listing import context_of, listed, selected
from dev.simulator.graph.models import (
    COLLECTIONS,
    CONTEXT,
    TEXT_LIMITS,
    is_visible,
    proxy_addresses,
    user_json,
)
from dev.simulator.state import Guest, State

OWN_TEXT = {"displayName": "display_name", "mail": "mail", "userType": "user_type"}


async def list_users(request: web.Request) -> web.Response:
    """Answer one page of the users that match $filter; a fresh guest is not among them yet."""
    visible = [guest for guest in request.app[STATE].guests.values() if is_visible(guest)]
    return listed(request, visible, "users")


async def get_user(request: web.Request) -> web.Response:
    """Answer one user, by id or by userPrincipalName."""
    guest = find_user(request.app[STATE], request.match_info["user"])
    if not is_visible(guest):
        raise not_found(guest.id)
    names = selected(request)
    context = {"@odata.context": f"{CONTEXT}users{context_of(names)}/$entity"}
    return web.json_response(context | user_json(guest, names))


async def update_user(request: web.Request) -> web.Response:
    """Change properties and answer 204; nothing changes unless all of them are right."""
    guest = find_user(request.app[STATE], request.match_info["user"])
    if not is_visible(guest):
        raise not_visible_yet()
    changes = {
        name: value
        for name, value in (await json_object(request)).items()
        if not name.startswith("@odata.")
    }
    for name, value in changes.items():
        _check_change(name, value)
    for name, value in changes.items():
        if name == "accountEnabled":
            guest.account_enabled = value
        elif name in OWN_TEXT:
            setattr(guest, OWN_TEXT[name], value)
            if name == "mail":
                _make_primary(guest, value)
        else:
            guest.fields[name] = value
    return web.Response(status=204)


async def delete_user(request: web.Request) -> web.Response:
    """Answer 204; the user is in deletedItems for 30 days."""
    bury(request.app[STATE], find_user(request.app[STATE], request.match_info["user"]))
    return web.Response(status=204)


def _make_primary(guest: Guest, mail: str) -> None:
    """Put a changed mail among the proxy addresses, as the first one (SDK, User.mail)."""
    others = [one for one in proxy_addresses(guest) if one.lower() != mail.lower()]
    guest.fields["proxyAddresses"] = [f"SMTP:{mail}", *(f"smtp:{one}" for one in others)]


def find_user(state: State, key: str) -> Guest:
    """Return the user with this id or userPrincipalName; raises GraphError 404."""
    guest = state.guests.get(key)
    if guest is not None:
        return guest
    for other in state.guests.values():
        if other.user_principal_name.lower() == key.lower():
            return other
    raise not_found(key)


def _check_change(name: str, value: Any) -> None:
    """Refuse what Graph refuses; that an empty text must be null is unsourced."""
    if name == "accountEnabled":
        right = isinstance(value, bool)
    elif name in COLLECTIONS and name != "proxyAddresses":
        limit = 1 if name == "businessPhones" else 250
        right = isinstance(value, list) and len(value) <= limit
        right = right and all(isinstance(item, str) and item for item in value)
    elif name in TEXT_LIMITS:
        right = (value is None and name not in OWN_TEXT) or (
            isinstance(value, str) and 0 < len(value) <= TEXT_LIMITS[name]
        )
    else:
        right = False
    if not right:
        raise invalid_value(name, "User")
