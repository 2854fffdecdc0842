"""Deleted users: kept 30 days in deletedItems, and restored with groups (facts.md 1, LEAVE)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from dev.simulator.config import STATE, clock, timestamp
from dev.simulator.graph.errors import bad_request, not_found
from dev.simulator.graph.listing import listed, selected
from dev.simulator.graph.models import CONTEXT, user_json
from dev.simulator.graph.rules import ADDRESS_CONFLICT
from dev.simulator.state import Deleted, Guest, State

KEPT = timedelta(days=30)
ENTITY = {
    "@odata.context": f"{CONTEXT}directoryObjects/$entity",
    "@odata.type": "#microsoft.graph.user",
}


def bury(state: State, guest: Guest) -> None:
    """Move `guest` to the deleted items, with memberships and roles."""
    groups = [group for group, members in state.group_members.items() if guest.id in members]
    roles = [one for one in state.app_role_assignments if one["principalId"] == guest.id]
    del state.guests[guest.id]
    for group in groups:
        state.group_members[group].remove(guest.id)
    for role in roles:
        state.app_role_assignments.remove(role)
    guest.fields["deletedDateTime"] = timestamp()
    state.deleted[guest.id] = Deleted(guest, groups, roles)


async def list_deleted(request: web.Request) -> web.Response:
    """Answer the deleted users, as GET /users answers the others."""
    _forget_old(request.app[STATE])
    guests = [one.guest for one in request.app[STATE].deleted.values()]
    return listed(request, guests, "directoryObjects")


async def get_deleted(request: web.Request) -> web.Response:
    """Answer one deleted user."""
    found = _find(request)
    answer: dict[str, Any] = ENTITY | user_json(found.guest, selected(request))
    return web.json_response(answer)


async def restore(request: web.Request) -> web.Response:
    """Answer 200 with the user, who is back with groups and roles.

    Refused where somebody else has the address by now (wording of another operation); that the
    redeem links work again is a choice.
    """
    state, found = request.app[STATE], _find(request)
    guest = found.guest
    if any(guest.mail.lower() == other.mail.lower() for other in state.guests.values()):
        raise bad_request(ADDRESS_CONFLICT, "Request_BadRequest")
    del state.deleted[guest.id]
    del guest.fields["deletedDateTime"]
    state.guests[guest.id] = guest
    for group in found.groups:
        if group in state.groups:
            state.group_members[group].append(guest.id)
    state.app_role_assignments += found.app_role_assignments
    return web.json_response(ENTITY | user_json(guest))


async def purge(request: web.Request) -> web.Response:
    """Answer 204; the user and the invitations are gone for good."""
    _drop(request.app[STATE], _find(request).guest.id)
    return web.Response(status=204)


def _find(request: web.Request) -> Deleted:
    state, key = request.app[STATE], request.match_info["user"]
    _forget_old(state)
    if key not in state.deleted:
        raise not_found(key)
    return state.deleted[key]


def _forget_old(state: State) -> None:
    """Drop who has been deleted for 30 days."""
    now = clock()
    for key, one in list(state.deleted.items()):
        moment = datetime.fromisoformat(one.guest.fields["deletedDateTime"]).astimezone(UTC)
        if moment + KEPT <= now:
            _drop(state, key)


def _drop(state: State, key: str) -> None:
    del state.deleted[key]
    state.invitations = {
        name: kept for name, kept in state.invitations.items() if kept.guest_id != key
    }
