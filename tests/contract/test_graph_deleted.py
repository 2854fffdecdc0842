"""Deleted guests: kept for 30 days, listed, restored with groups, or removed for good."""

import uuid
from datetime import timedelta

import aiohttp
import pytest
from msgraph.generated.models.app_role_assignment import AppRoleAssignment
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.reference_create import ReferenceCreate
from msgraph.generated.models.user import User

from dev.simulator import defaults
from dev.simulator.config import clock, timestamp
from tests.contract.clients import graph_client
from tests.contract.conftest import Simulator
from tests.contract.inviting import Headers, ask, invite

DELETED = "directory/deletedItems"


async def test_sdk_deletes_finds_and_restores(
    simulator: Simulator, guest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with graph_client(simulator, monkeypatch) as graph:
        user = graph.users.by_user_id(guest)
        members = graph.groups.by_group_id(defaults.GROUP_ID).members
        await members.ref.post(ReferenceCreate(odata_id=f"https://x/v1.0/users/{guest}"))
        await user.app_role_assignments.post(
            AppRoleAssignment(
                principal_id=uuid.UUID(guest),
                resource_id=uuid.UUID(defaults.RESOURCE_ID),
                app_role_id=uuid.UUID(defaults.APP_ROLE_ID),
            )
        )
        await user.delete()
        assert simulator.state.group_members[defaults.GROUP_ID] == []
        assert simulator.state.app_role_assignments == []
        items = graph.directory.deleted_items
        listed = await items.graph_user.get()
        assert listed is not None
        assert [one.id for one in listed.value or []] == [guest]
        one = await items.by_directory_object_id(guest).get()
        assert isinstance(one, User)
        assert one.mail == "o'brien@kunde.example"
        restored = await items.by_directory_object_id(guest).restore.post()
        assert restored is not None
        assert restored.id == guest
        assert (await user.get()) is not None
        with pytest.raises(ODataError) as caught:
            await items.by_directory_object_id(guest).get()
        assert caught.value.response_status_code == 404
        assert simulator.state.group_members[defaults.GROUP_ID] == [guest]
        assert len(simulator.state.app_role_assignments) == 1
        await user.delete()
        await items.by_directory_object_id(guest).delete()
    assert simulator.state.deleted == {}


async def test_deleted_guests_are_forgotten_after_30_days(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers, guest: str
) -> None:
    await ask(http, graph_headers, "DELETE", f"users/{guest}")
    fields = simulator.state.deleted[guest].guest.fields
    fields["deletedDateTime"] = timestamp(clock() - timedelta(days=29, hours=23))
    _, page = await ask(
        http, graph_headers, "GET", f"{DELETED}/microsoft.graph.user?$select=id,deletedDateTime"
    )
    assert page["value"] == [{"id": guest, "deletedDateTime": fields["deletedDateTime"]}]
    fields["deletedDateTime"] = timestamp(clock() - timedelta(days=30, minutes=1))
    _, page = await ask(http, graph_headers, "GET", f"{DELETED}/microsoft.graph.user")
    assert page["value"] == []
    assert (await ask(http, graph_headers, "POST", f"{DELETED}/{guest}/restore"))[0] == 404


async def test_deleted_guest_can_be_invited_anew(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    _, first = await invite(http, graph_headers)
    guest = first["invitedUser"]["id"]
    await ask(http, graph_headers, "DELETE", f"users/{guest}")
    status, second = await invite(http, graph_headers)
    assert status == 201
    assert second["invitedUser"]["id"] != guest
    # The address is taken now.
    assert (await ask(http, graph_headers, "POST", f"{DELETED}/{guest}/restore"))[0] == 400
    assert (await ask(http, graph_headers, "DELETE", f"{DELETED}/{guest}"))[0] == 204
    assert (await ask(http, graph_headers, "GET", f"{DELETED}/{guest}"))[0] == 404
    assert list(simulator.state.invitations) == [second["id"]]
