"""Groups, app roles, tenants, and a guest too fresh for them, through the SDK and bare."""

import asyncio
import time
import uuid
from typing import Any

import aiohttp
import pytest
from msgraph.generated.models.app_role_assignment import AppRoleAssignment
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.reference_create import ReferenceCreate

from dev.simulator import defaults
from tests.contract.clients import graph_client
from tests.contract.conftest import Simulator

Headers = dict[str, str]


async def test_sdk_adds_a_member_once(
    simulator: Simulator, guest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with graph_client(simulator, monkeypatch) as graph:
        members = graph.groups.by_group_id(defaults.GROUP_ID).members
        link = f"https://graph.microsoft.com/v1.0/directoryObjects/{guest}"
        await members.ref.post(ReferenceCreate(odata_id=link))
        listed = await members.get()
        assert listed is not None
        assert [member.id for member in listed.value or []] == [guest]
        with pytest.raises(ODataError) as twice:
            await members.ref.post(ReferenceCreate(odata_id=link))
        with pytest.raises(ODataError) as unknown:
            await members.ref.post(ReferenceCreate(odata_id=link[:-1] + "?"))
        with pytest.raises(ODataError) as no_group:
            await graph.groups.by_group_id(str(uuid.uuid4())).members.get()
    assert twice.value.error is not None
    assert twice.value.response_status_code == 400
    assert "already exist" in (twice.value.error.message or "")
    assert unknown.value.response_status_code == no_group.value.response_status_code == 404


async def test_sdk_gives_a_role_once(
    simulator: Simulator, guest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = AppRoleAssignment(
        principal_id=uuid.UUID(guest),
        resource_id=uuid.UUID(defaults.RESOURCE_ID),
        app_role_id=uuid.UUID(defaults.APP_ROLE_ID),
    )
    async with graph_client(simulator, monkeypatch) as graph:
        of_application = graph.service_principals.by_service_principal_id(
            defaults.RESOURCE_ID
        ).app_role_assigned_to
        of_user = graph.users.by_user_id(guest).app_role_assignments
        given = await of_application.post(wanted)
        assert given is not None
        assert (given.principal_type, given.resource_display_name) == ("User", "My rConnect (Stag)")
        for again in (of_application, of_user):
            with pytest.raises(ODataError) as caught:
                await again.post(wanted)
            assert caught.value.response_status_code == 400
            assert caught.value.error is not None
            assert "already exists" in (caught.value.error.message or "")
        simulator.state.app_role_assignments.clear()
        await of_user.post(wanted)
        listed = await of_user.get()
        assert listed is not None
        assert len(listed.value or []) == 1
        wanted.app_role_id = uuid.uuid4()
        with pytest.raises(ODataError) as no_role:
            await of_user.post(wanted)
        wanted.resource_id = uuid.uuid4()
        with pytest.raises(ODataError) as no_application:
            await of_user.post(wanted)
    assert no_role.value.response_status_code == 400
    assert no_application.value.response_status_code == 404


async def test_fresh_guest_is_not_visible_everywhere_yet(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    """facts.md section 6: what calls right after an invitation meet."""
    async with http.post("/control/seed", json={"visibility_delay": 0.4}) as answer:
        assert answer.status == 204
    body = {"invitedUserEmailAddress": "a@kunde.example", "inviteRedirectUrl": "https://x.example"}
    async with http.post("/v1.0/invitations", json=body, headers=graph_headers) as answer:
        guest = (await answer.json())["invitedUser"]["id"]

    async def attempt(method: str, path: str, body: Any = None) -> tuple[int, str]:
        async with http.request(method, path, json=body, headers=graph_headers) as answer:
            content = await answer.json() if answer.status >= 400 else {"error": {"code": ""}}
            return answer.status, content["error"]["code"]

    async def list_users() -> int:
        async with http.get("/v1.0/users", headers=graph_headers) as answer:
            return len((await answer.json())["value"])

    user = f"/v1.0/users/{guest}"
    member = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{guest}"}
    members = f"/v1.0/groups/{defaults.GROUP_ID}/members/$ref"
    role = {
        "principalId": guest,
        "resourceId": defaults.RESOURCE_ID,
        "appRoleId": defaults.APP_ROLE_ID,
    }
    roles = f"/v1.0/servicePrincipals/{defaults.RESOURCE_ID}/appRoleAssignedTo"
    assert await attempt("GET", user) == (404, "Request_ResourceNotFound")
    assert await attempt("PATCH", user, {"city": "Bern"}) == (404, "Directory_ObjectNotFound")
    assert await attempt("POST", members, member) == (404, "Directory_ObjectNotFound")
    assert await attempt("POST", roles, role) == (400, "Request_BadRequest")
    assert await list_users() == 0
    deadline = time.monotonic() + 5
    while (await attempt("GET", user))[0] != 200:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
    assert (await attempt("PATCH", user, {"city": "Bern"}))[0] == 204
    assert (await attempt("POST", members, member))[0] == 204
    assert (await attempt("POST", roles, role))[0] == 201
    assert await list_users() == 1


async def test_sdk_looks_up_tenants(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    async with graph_client(simulator, monkeypatch) as graph:

        async def tenant(domain: str) -> str | None:
            lookup = graph.tenant_relationships
            found = await lookup.find_tenant_information_by_domain_name_with_domain_name(
                domain
            ).get()
            assert found is not None
            return found.tenant_id

        assert await tenant(defaults.ENTRA_CUSTOMER_DOMAIN) == defaults.ENTRA_CUSTOMER_TENANT_ID
        assert await tenant(defaults.TENANT_DOMAIN) == defaults.TENANT_ID
        with pytest.raises(ODataError):
            await tenant("unknown.example")
        policy = await graph.policies.cross_tenant_access_policy.default.get()
    assert policy is not None
    assert policy.is_service_default
    assert simulator.recorder.check() == 4
