"""Members of groups."""

from urllib.parse import urlsplit

from aiohttp import web

from dev.simulator.config import STATE
from dev.simulator.graph.access import json_object
from dev.simulator.graph.errors import bad_request, not_found, not_visible_yet
from dev.simulator.graph.models import CONTEXT, is_visible, user_json
from dev.simulator.state import State


async def add_member(request: web.Request) -> web.Response:
    """Answer 204; 400 for a member, 404 for an unknown group or user (facts.md section 6)."""
    state = request.app[STATE]
    members = _members(state, request.match_info["group"])
    reference = (await json_object(request)).get("@odata.id")
    if not isinstance(reference, str):
        raise bad_request("The member '@odata.id' is missing.", "Request_BadRequest")
    user = urlsplit(reference).path.rpartition("/")[2]
    guest = state.guests.get(user)
    if guest is None:
        raise not_found(user)
    if not is_visible(guest):
        raise not_visible_yet()
    if user in members:
        raise bad_request(
            "One or more added object references already exist for the following modified "
            "properties: 'members'.",
            "Request_BadRequest",
        )
    members.append(user)
    return web.Response(status=204)


async def list_members(request: web.Request) -> web.Response:
    """Answer all members on one page."""
    state = request.app[STATE]
    users = [
        {"@odata.type": "#microsoft.graph.user"} | user_json(state.guests[member])
        for member in _members(state, request.match_info["group"])
    ]
    return web.json_response({"@odata.context": f"{CONTEXT}directoryObjects", "value": users})


async def remove_member(request: web.Request) -> web.Response:
    """Answer 204; 404 for somebody who is no member."""
    members = _members(request.app[STATE], request.match_info["group"])
    user = request.match_info["user"]
    if user not in members:
        raise not_found(user)
    members.remove(user)
    return web.Response(status=204)


def _members(state: State, group: str) -> list[str]:
    if group not in state.groups:
        raise not_found(group)
    return state.group_members.setdefault(group, [])
