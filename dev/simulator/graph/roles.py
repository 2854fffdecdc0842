"""App role assignments, from the user's side and from the application's."""

import uuid
from typing import Any

from aiohttp import web

from dev.simulator.config import STATE, new_id, timestamp
from dev.simulator.graph.access import json_object
from dev.simulator.graph.errors import bad_request, invalid_value, not_found
from dev.simulator.graph.models import CONTEXT, is_visible
from dev.simulator.graph.users import find_user
from dev.simulator.state import State

NO_ROLE = str(uuid.UUID(int=0))  # for an application that defines no roles


async def assign_to_user(request: web.Request) -> web.Response:
    """POST /users/{id}/appRoleAssignments: answer 201."""
    guest = find_user(request.app[STATE], request.match_info["user"])
    body = await _read_assignment(request)
    if body["principalId"] != guest.id:
        raise invalid_value("principalId", "AppRoleAssignment")
    return _assign(request, body, f"users('{guest.id}')/appRoleAssignments")


async def assign_for_application(request: web.Request) -> web.Response:
    """POST /servicePrincipals/{id}/appRoleAssignedTo: answer 201."""
    resource = request.match_info["resource"]
    if resource not in request.app[STATE].service_principals:
        raise not_found(resource)
    body = await _read_assignment(request)
    if body["resourceId"] != resource:
        raise invalid_value("resourceId", "AppRoleAssignment")
    return _assign(request, body, f"servicePrincipals('{resource}')/appRoleAssignedTo")


async def list_of_user(request: web.Request) -> web.Response:
    """Answer what the user was given."""
    guest = find_user(request.app[STATE], request.match_info["user"])
    return _list(request.app[STATE], "principalId", guest.id)


async def list_of_application(request: web.Request) -> web.Response:
    """Answer whom the application's roles were given to; 404 for an unknown application."""
    resource = request.match_info["resource"]
    if resource not in request.app[STATE].service_principals:
        raise not_found(resource)
    return _list(request.app[STATE], "resourceId", resource)


def _list(state: State, name: str, wanted: str) -> web.Response:
    given = [_json(state, one) for one in state.app_role_assignments if one[name] == wanted]
    return web.json_response({"@odata.context": f"{CONTEXT}appRoleAssignments", "value": given})


async def _read_assignment(request: web.Request) -> dict[str, str]:
    body = await json_object(request)
    ids = {}
    for name in ("principalId", "resourceId", "appRoleId"):
        try:
            ids[name] = str(uuid.UUID(body.get(name)))
        except (TypeError, ValueError, AttributeError):
            raise invalid_value(name, "AppRoleAssignment") from None
    return ids


def _assign(request: web.Request, wanted: dict[str, str], context: str) -> web.Response:
    """Record the assignment.

    A fresh guest meets 400 "Not a valid reference update" (msgraph-sdk-dotnet #2508); the
    wording for a duplicate and for an unknown role is unsourced, status 400 for both.
    """
    state = request.app[STATE]
    principal, resource = wanted["principalId"], wanted["resourceId"]
    guest, application = state.guests.get(principal), state.service_principals.get(resource)
    if guest is None or application is None:
        raise not_found(principal if guest is None else resource)
    if not is_visible(guest):
        raise bad_request("Not a valid reference update", "Request_BadRequest")
    if wanted["appRoleId"] not in (application.app_roles or (NO_ROLE,)):
        raise bad_request(
            f"Permission being assigned was not found on application '{resource}'.",
            "Request_BadRequest",
        )
    for given in state.app_role_assignments:
        if wanted.items() <= given.items():
            raise bad_request(
                "Permission being assigned already exists on the object", "Request_BadRequest"
            )
    assignment = {"id": new_id(), "createdDateTime": timestamp(), **wanted}
    state.app_role_assignments.append(assignment)
    answer = {"@odata.context": f"{CONTEXT}{context}/$entity"} | _json(state, assignment)
    return web.json_response(answer, status=201)


def _json(state: State, assignment: dict[str, str]) -> dict[str, Any]:
    guest = state.guests[assignment["principalId"]]
    return {
        "id": assignment["id"],
        "deletedDateTime": None,
        "appRoleId": assignment["appRoleId"],
        "createdDateTime": assignment["createdDateTime"],
        "principalDisplayName": guest.display_name,
        "principalId": guest.id,
        "principalType": "User",
        "resourceDisplayName": state.service_principals[assignment["resourceId"]].display_name,
        "resourceId": assignment["resourceId"],
    }
