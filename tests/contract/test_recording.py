"""The descriptions are held against every answer: a changed one is seen, on each of their paths."""

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from dev.simulator import defaults
from tests.contract.conftest import Simulator
from tests.contract.inviting import REDIRECT, Headers
from tests.contract.recording import SLICES, SentResponse, operation_of, operations

DOMAIN = defaults.ENTRA_CUSTOMER_DOMAIN
INVITATION = {"invitedUserEmailAddress": "a@kunde.example", "inviteRedirectUrl": REDIRECT}
# Every described call to Graph: method, path (the guest's id for {}), body.
CALLS: list[tuple[str, str, Any]] = [
    ("post", "/v1.0/invitations", INVITATION),
    ("get", "/v1.0/users", None),
    ("get", "/v1.0/users/{}", None),
    ("post", "/v1.0/users/{}/appRoleAssignments", "role"),
    (
        "post",
        f"/v1.0/servicePrincipals/{defaults.RESOURCE_ID}/appRoleAssignedTo",
        "role",
    ),
    (
        "post",
        f"/v1.0/groups/{defaults.GROUP_ID}/members/$ref",
        {"@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/{}"},
    ),
    (
        "get",
        f"/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='{DOMAIN}')",
        None,
    ),
    ("get", "/v1.0/policies/crossTenantAccessPolicy/default", None),
    (
        "post",
        "/v1.0/$batch",
        {"requests": [{"id": "1", "method": "GET", "url": "/users"}]},
    ),
    ("delete", "/v1.0/users/{}", None),
]


def filled(body: Any, guest: str) -> Any:
    """Return a body for that guest."""
    if body == "role":
        return {
            "principalId": guest,
            "resourceId": defaults.RESOURCE_ID,
            "appRoleId": defaults.APP_ROLE_ID,
        }
    return json.loads(json.dumps(body).replace("{}", guest)) if body else None


def other_status(answer: SentResponse) -> SentResponse:
    return replace(answer, status_code=299)


def other_shape(answer: SentResponse) -> SentResponse:
    return replace(answer, data=b'["not", "described"]')


def other_values(answer: SentResponse) -> SentResponse:
    """Return the answer with a number for every member."""
    return replace(answer, data=json.dumps(dict.fromkeys(json.loads(answer.data), 7)).encode())


@pytest.fixture
def recorded(simulator: Simulator) -> Iterator[Simulator]:
    """The simulator, whose changed exchanges are forgotten before the last check."""
    yield simulator
    simulator.recorder.exchanges.clear()


@pytest.mark.parametrize("change", [other_status, other_shape, other_values])
@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call[0]} {call[1]}")
async def test_a_changed_answer_is_seen(
    recorded: Simulator,
    http: aiohttp.ClientSession,
    graph_headers: Headers,
    guest: str,
    call: tuple[str, str, Any],
    change: Callable[[SentResponse], SentResponse],
) -> None:
    method, path, body = call
    async with http.request(
        method, path.replace("{}", guest), json=filled(body, guest), headers=graph_headers
    ) as answer:
        assert answer.status < 300, await answer.text()
    recorder = recorded.recorder
    exchanges = recorder.exchanges
    assert recorder.check() == (2 if path.endswith("$batch") else 1)
    sent, got = exchanges[-1]
    if not got.data and change is not other_status:
        return  # 204 says nothing that could be changed
    exchanges[-1] = (sent, change(got))
    with pytest.raises(Exception, match=r".") as seen:
        recorder.check()
    assert type(seen.value).__module__.startswith("openapi_core.")


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call[0]} {call[1]}")
async def test_refusals_are_checked_too(
    recorded: Simulator, http: aiohttp.ClientSession, call: tuple[str, str, Any]
) -> None:
    """Without a token; the answer is the described error, and a changed one is seen."""
    method, path, _ = call
    async with http.request(method, path.replace("{}", str(uuid.uuid4()))) as answer:
        assert answer.status == 401
    ((sent, got),) = recorded.recorder.exchanges
    assert recorded.recorder.check() == 1
    recorded.recorder.exchanges[:] = [(sent, replace(got, data=b'{"error": {"code": 401}}'))]
    with pytest.raises(Exception, match=r".") as seen:
        recorded.recorder.check()
    assert type(seen.value).__module__.startswith("openapi_core.")


async def test_every_described_operation_of_graph_is_called_here(
    recorded: Simulator, http: aiohttp.ClientSession
) -> None:
    for method, path, _ in CALLS:
        async with http.request(method, path.replace("{}", str(uuid.uuid4()))) as answer:
            await answer.read()
    called = [operation_of(request, SLICES[0]) for request, _ in recorded.recorder.exchanges]
    assert len(called) == len(CALLS)
    assert set(called) == set(operations(SLICES[0]))
