"""Users: find, read, change, delete, through the SDK and bare."""

from typing import Any

import aiohttp
import pytest
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.reference_create import ReferenceCreate
from msgraph.generated.models.user import User
from msgraph.generated.users.item.user_item_request_builder import UserItemRequestBuilder
from msgraph.generated.users.users_request_builder import UsersRequestBuilder
from msgraph.graph_service_client import GraphServiceClient

from dev.simulator import defaults
from tests.contract.clients import graph_client
from tests.contract.conftest import Simulator, seed_guest

Headers = dict[str, str]


async def find(graph: GraphServiceClient, text: str) -> list[str]:
    query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
        filter=text, select=["id", "mail", "externalUserState"], top=5
    )
    found = await graph.users.get(RequestConfiguration(query_parameters=query))
    assert found is not None
    return [str(user.id) for user in found.value or []]


async def test_sdk_finds_users_by_address(
    simulator: Simulator,
    http: aiohttp.ClientSession,
    guest: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = await seed_guest(simulator, http, "other@kunde.example")
    simulator.state.guests[other].fields["otherMails"] = ["alias or@kunde.example"]
    async with graph_client(simulator, monkeypatch) as graph:
        assert await find(graph, "mail eq 'O''Brien@kunde.example'") == [guest]
        assert await find(graph, "mail eq 'a+b@kunde.example'") == []
        assert await find(graph, "otherMails/any(x:x eq 'alias or@kunde.example')") == [other]
        assert await find(graph, "proxyAddresses/any(x:x eq 'SMTP:other@kunde.example')") == [other]
        upn = simulator.state.guests[other].user_principal_name
        assert await find(graph, f"userPrincipalName eq '{upn}'") == [other]
        assert await find(graph, "mail eq 'x@y.z' or mail eq 'other@kunde.example'") == [other]
        assert await find(graph, "externalUserState eq 'PendingAcceptance'") == [guest, other]
        assert await find(graph, "externalUserState ne 'PendingAcceptance'") == []
        assert await find(graph, f"id in ('{other}','nobody','{guest}')") == [guest, other]
        assert await find(graph, "mail in ( 'O''Brien@kunde.example' )") == [guest]
    assert simulator.recorder.check() == 10


@pytest.mark.parametrize(
    "query",
    [
        "$filter=",
        "$filter=mail",
        "$filter=mail eq",
        "$filter=mail eq 'a' and mail eq 'b'",
        "$filter=mail eq 'unclosed",
        "$filter=shoeSize eq '44'",
        "$filter=signInNames/any(x:x eq 'a')",
        "$filter=shoeSize in ('44')",
        "$filter=id in ()",
        f"$filter=id in ({','.join(["'a'"] * 16)})",
        "$select=shoeSize",
        "$top=0",
        "$top=1000",
        "$top=many",
        "$search=x",
    ],
)
async def test_queries_that_are_refused(
    simulator: Simulator,
    http: aiohttp.ClientSession,
    graph_headers: Headers,
    guest: str,
    query: str,
) -> None:
    async with http.get(f"/v1.0/users?{query}", headers=graph_headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]["code"] == "BadRequest"


async def test_pages_of_users(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    made = {await seed_guest(simulator, http, f"guest{n}@kunde.example") for n in range(5)}
    seen: list[str] = []
    url = "/v1.0/users?$top=2&$count=true&$select=id"
    while url:
        async with http.get(url, headers=graph_headers) as answer:
            page: dict[str, Any] = await answer.json()
        assert page["@odata.count"] == 5
        seen += [user["id"] for user in page["value"]]
        url = page.get("@odata.nextLink", "").removeprefix(simulator.url)
    assert len(seen) == 5
    assert set(seen) == made


async def test_sdk_reads_changes_and_deletes_a_guest(
    simulator: Simulator, guest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters(
        select=["id", "companyName", "city", "externalUserState", "identities", "createdDateTime"]
    )
    assert query.select is not None
    query.select.append("externalUserStateChangeDateTime")
    async with graph_client(simulator, monkeypatch) as graph:
        one = graph.users.by_user_id(guest)
        await one.patch(User(company_name="Kunde GmbH", city="Köln", country="DE"))
        user = await one.get(RequestConfiguration(query_parameters=query))
        assert user is not None
        assert (user.company_name, user.city, user.country) == ("Kunde GmbH", "Köln", None)
        assert user.external_user_state == "PendingAcceptance"
        assert user.external_user_state_change_date_time
        assert user.identities is not None
        assert user.identities[0].issuer == "gfms.onmicrosoft.com"
        members = graph.groups.by_group_id(defaults.GROUP_ID).members
        await members.ref.post(ReferenceCreate(odata_id=f"https://x/v1.0/users/{guest}"))
        await one.delete()
        with pytest.raises(ODataError) as caught:
            await one.get()
    assert caught.value.response_status_code == 404
    assert caught.value.error is not None
    assert caught.value.error.code == "Request_ResourceNotFound"
    assert simulator.state.group_members[defaults.GROUP_ID] == []


@pytest.mark.parametrize(
    "change",
    [
        {"companyName": "x" * 65},
        {"companyName": ""},
        {"companyName": 5},
        {"displayName": None},
        {"shoeSize": "44"},
        {"businessPhones": ["1", "2"]},
        {"businessPhones": "1"},
        {"accountEnabled": "no"},
        {"usageLocation": "DEU"},
        {"city": "Köln", "externalUserState": "Accepted"},
    ],
)
async def test_changes_that_are_refused_change_nothing(
    simulator: Simulator,
    http: aiohttp.ClientSession,
    graph_headers: Headers,
    guest: str,
    change: dict[str, Any],
) -> None:
    before = simulator.state.as_dict()["guests"]
    async with http.patch(f"/v1.0/users/{guest}", json=change, headers=graph_headers) as answer:
        assert answer.status == 400
    assert simulator.state.as_dict()["guests"] == before


async def test_unknown_paths_and_methods(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    async with http.get("/v1.0/planets", headers=graph_headers) as answer:
        assert answer.status == 400
        assert "planets" in (await answer.json())["error"]["message"]
    async with http.delete("/v1.0/users", headers=graph_headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]["code"] == "Request_BadRequest"
