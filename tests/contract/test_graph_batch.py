"""POST /v1.0/$batch: many requests in one, each with an answer of its own (BATCH)."""

from typing import Any

import aiohttp
import pytest

from dev.simulator import defaults
from tests.contract.conftest import Simulator
from tests.contract.inviting import REDIRECT, Headers, ask, seed

JSON = {"Content-Type": "application/json"}


def get(name: str, url: str = "/users", **members: Any) -> dict[str, Any]:
    return {"id": name, "method": "GET", "url": url, **members}


def post(name: str, address: str, **members: Any) -> dict[str, Any]:
    body = {"invitedUserEmailAddress": address, "inviteRedirectUrl": REDIRECT}
    found = {"id": name, "method": "POST", "url": "/invitations", "body": body, "headers": JSON}
    return found | members


async def batch(
    http: aiohttp.ClientSession, headers: Headers, *parts: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    """Return the answers by id."""
    status, answer = await ask(http, headers, "POST", "$batch", {"requests": parts})
    assert status == 200, answer
    return {one["id"]: one for one in answer["responses"]}


async def test_each_request_has_an_answer_of_its_own(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers, guest: str
) -> None:
    answers = await batch(
        http,
        graph_headers,
        get("1", "users?$select=id,mail&$filter=mail eq 'o''brien@kunde.example'&$count=true"),
        post("2", "willy@kunde.example"),
        post("3", "not an address"),
        {"id": "4", "method": "DELETE", "url": f"/users/{guest}", "dependsOn": ["1"]},
        get("5", "/planets"),
        get("6", f"https://graph.microsoft.com/v1.0/users/{guest}"),
        get("7", "/$batch"),
        get("8", f"{simulator.url}/v1.0/users/{guest}?$select=id"),
    )
    assert {name: one["status"] for name, one in answers.items()} == {
        "1": 200,
        "2": 201,
        "3": 400,
        "4": 204,
        "5": 400,
        "6": 200,
        "7": 400,
        "8": 200,
    }
    assert answers["1"]["body"]["@odata.count"] == 1
    assert answers["1"]["body"]["value"] == [{"id": guest, "mail": "o'brien@kunde.example"}]
    assert answers["2"]["body"]["status"] == "PendingAcceptance"
    assert answers["3"]["body"]["error"]["code"] == "Request_BadRequest"
    assert answers["3"]["headers"]["Content-Type"].startswith("application/json")
    assert "body" not in answers["4"]
    assert guest in simulator.state.deleted


async def test_answers_come_in_another_order(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    body = {"requests": [get("a"), get("b"), get("c")]}
    _, answer = await ask(http, graph_headers, "POST", "$batch", body)
    names = [one["id"] for one in answer["responses"]]
    assert sorted(names) == ["a", "b", "c"]
    assert names != ["a", "b", "c"]


@pytest.mark.parametrize("key", ["dependsOn", "depends_on"])  # Graph's name, and msgraph-core's
async def test_what_depends_on_a_failed_request_is_not_done(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers, key: str
) -> None:
    answers = await batch(
        http,
        graph_headers,
        post("third", "c@kunde.example", **{key: ["SECOND"]}),
        post("second", "b@kunde.example", **{key: ["first"]}),
        post("First", "no address"),
        post("fourth", "d@kunde.example"),
    )
    assert {name: one["status"] for name, one in answers.items()} == {
        "First": 400,
        "second": 424,
        "third": 424,
        "fourth": 201,
    }
    assert [guest.mail for guest in simulator.state.guests.values()] == ["d@kunde.example"]


async def test_parts_are_throttled_and_permitted_one_by_one(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    await seed(http, {"permissions": ["User.Invite.All"]})
    statuses: list[int] = []
    for number in range(8):
        parts = [post(str(n), f"g{number}.{n}@kunde.example") for n in range(20)]
        answers = await batch(http, graph_headers, *parts)
        for one in answers.values():
            statuses.append(one["status"])
            assert (one["status"] == 429) == ("Retry-After" in one["headers"])
    assert (statuses.count(201), statuses.count(429)) == (150, 10)
    refused = await batch(http, graph_headers, get("1"))
    assert refused["1"]["body"]["error"]["code"] == "Authorization_RequestDenied"


async def test_a_fault_hits_one_part_only(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers
) -> None:
    fault = {"service": "graph", "kind": "drop", "path": "/groups", "times": 2}
    async with http.post("/control/faults", json=[fault]) as answer:
        assert answer.status == 204
    group = f"/groups/{defaults.GROUP_ID}/members"
    answers = await batch(http, graph_headers, get("1", group), get("2"))
    assert {name: one["status"] for name, one in answers.items()} == {"1": 503, "2": 200}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"requests": {}},
        {"requests": [{"id": "1", "method": "GET"}]},
        {"requests": [get("1"), get("2") | {"id": 2}]},
        {"requests": [get("")]},
        {"requests": [get("a"), get("A")]},
        {"requests": [get(str(number)) for number in range(21)]},
        {"requests": [post("1", "a@kunde.example", headers={})]},
        {"requests": [get("1", dependsOn=["2"])]},
        {"requests": [get("1", dependsOn=["1"])]},
        {"requests": [get("1", dependsOn=["2"]), get("2", dependsOn=["1"])]},
    ],
)
async def test_a_malformed_batch_does_nothing(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: Headers, body: Any
) -> None:
    status, answer = await ask(http, graph_headers, "POST", "$batch", body)
    assert (status, answer["error"]["code"]) == (400, "BadRequest")
    assert simulator.state.guests == {}
    assert simulator.count("graph GET /v1.0/users") == 0
