"""GET /v1.0/users and GET, PATCH, DELETE /v1.0/users/{id}."""

from typing import Any

from aiohttp import web

from dev.simulator.config import STATE
from dev.simulator.graph.access import json_object
from dev.simulator.graph.errors import bad_request, invalid_value, not_found, not_visible_yet
from dev.simulator.graph.filters import parse_filter
from dev.simulator.graph.models import COLLECTIONS, CONTEXT, TEXT_LIMITS, is_visible, user_json
from dev.simulator.state import Guest, State

OWN_TEXT = {"displayName": "display_name", "mail": "mail", "userType": "user_type"}
PAGE_LIMIT = 999
SIMULATED_OPTIONS = frozenset({"$filter", "$select", "$top", "$skiptoken", "$count"})


async def list_users(request: web.Request) -> web.Response:
    """Answer one page of the users that match $filter; a fresh guest is not among them yet."""
    query = request.query
    for option in query:
        if option not in SIMULATED_OPTIONS:
            raise bad_request(f"The query option '{option}' is not simulated.")
    test = parse_filter(query["$filter"]) if "$filter" in query else lambda _: True
    found = [g for g in request.app[STATE].guests.values() if is_visible(g) and test(g)]
    top, start = _number(query.get("$top", "100")), _number(query.get("$skiptoken", "0"))
    if not 1 <= top <= PAGE_LIMIT:
        raise bad_request(f"Invalid page size specified: '{top}'. Must be between 1 and 999.")
    names = _selected(request)
    answer: dict[str, Any] = {"@odata.context": f"{CONTEXT}users{_context(names)}"}
    if query.get("$count") == "true":
        answer["@odata.count"] = len(found)
    if start + top < len(found):
        answer["@odata.nextLink"] = str(request.url.update_query({"$skiptoken": start + top}))
    answer["value"] = [user_json(guest, names) for guest in found[start : start + top]]
    return web.json_response(answer)


async def get_user(request: web.Request) -> web.Response:
    """Answer one user, by id or by userPrincipalName."""
    guest = find_user(request.app[STATE], request.match_info["user"])
    if not is_visible(guest):
        raise not_found(guest.id)
    names = _selected(request)
    context = {"@odata.context": f"{CONTEXT}users{_context(names)}/$entity"}
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
        else:
            guest.fields[name] = value
    return web.Response(status=204)


async def delete_user(request: web.Request) -> web.Response:
    """Remove the user with memberships, roles and invitations; no deletedItems are kept."""
    state = request.app[STATE]
    guest = find_user(state, request.match_info["user"])
    del state.guests[guest.id]
    for members in state.group_members.values():
        if guest.id in members:
            members.remove(guest.id)
    state.app_role_assignments = [
        given for given in state.app_role_assignments if given["principalId"] != guest.id
    ]
    state.invitations = {
        key: kept for key, kept in state.invitations.items() if kept.guest_id != guest.id
    }
    return web.Response(status=204)


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


def _selected(request: web.Request) -> list[str] | None:
    text = request.query.get("$select", "")
    return [name.strip() for name in text.split(",") if name.strip()] or None


def _context(names: list[str] | None) -> str:
    return f"({','.join(names)})" if names else ""


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise bad_request(f"Invalid number: '{text}'.")
    return int(text)
