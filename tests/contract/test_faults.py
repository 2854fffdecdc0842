"""What /control/faults makes the services do, as the SDKs see it."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest
from azure.core.exceptions import HttpResponseError, ServiceRequestError, ServiceResponseError
from msgraph.generated.models.invitation import Invitation
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from tests.contract.clients import email_client, graph_client, managed_identity
from tests.contract.conftest import Simulator
from tests.contract.test_email import message

INVITATION = Invitation(
    invited_user_email_address="willy@kunde.example", invite_redirect_url="https://app.example"
)


async def ask_for(http: aiohttp.ClientSession, *faults: dict[str, Any]) -> None:
    async with http.post("/control/faults", json=faults) as answer:
        assert answer.status == 204


async def test_graph_answers_the_status_with_retry_after(
    simulator: Simulator, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask_for(
        http, {"service": "graph", "status": 429, "retry_after": 7, "path": "/invitations"}
    )
    async with graph_client(simulator, monkeypatch) as graph:
        assert await graph.users.get() is not None
        with pytest.raises(ODataError) as caught:
            await graph.invitations.post(INVITATION)
        assert await graph.invitations.post(INVITATION) is not None
    assert caught.value.response_status_code == 429
    headers = caught.value.response_headers
    assert headers is not None
    assert headers["retry-after"] == "7"
    assert simulator.count("graph POST /v1.0/invitations") == 2
    assert simulator.count("graph GET /v1.0/users") == 1


async def test_sdks_own_retry_survives_a_fault(
    simulator: Simulator, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask_for(http, {"service": "graph", "status": 503, "retry_after": 1})
    async with graph_client(simulator, monkeypatch, retries=1) as graph:
        assert await graph.invitations.post(INVITATION) is not None
    assert simulator.count("graph POST /v1.0/invitations") == 2


async def test_code_and_message_can_be_chosen(
    simulator: Simulator, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Guest invitations not allowed for your company."
    await ask_for(
        http, {"service": "graph", "status": 403, "code": "Forbidden", "message": text, "times": -1}
    )
    async with graph_client(simulator, monkeypatch) as graph:
        for _ in range(3):
            with pytest.raises(ODataError) as caught:
                await graph.invitations.post(INVITATION)
            assert caught.value.error is not None
            assert (caught.value.error.code, caught.value.error.message) == ("Forbidden", text)
        async with http.delete("/control/faults") as answer:
            assert answer.status == 204
        await graph.invitations.post(INVITATION)


async def test_email_status_drop_and_lost(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    await ask_for(
        http,
        {"service": "email", "status": 429, "retry_after": 60},
        {"service": "email", "kind": "drop"},
        {"service": "email", "kind": "lost"},
    )
    async with email_client(simulator) as client:
        with pytest.raises(HttpResponseError) as caught:
            await client.begin_send(message())
        assert caught.value.status_code == 429
        assert caught.value.error is not None
        assert caught.value.error.code == "TooManyRequests"
        with pytest.raises((ServiceRequestError, ServiceResponseError)):
            await client.begin_send(message())
        assert simulator.state.mails == []
        with pytest.raises((ServiceRequestError, ServiceResponseError)):
            await client.begin_send(message())
        assert len(simulator.state.mails) == 1  # the work was done, only the answer was lost
        await client.begin_send(message(), polling=False)
    assert len(simulator.state.mails) == 2
    assert simulator.count("email POST /emails:send") == 4


async def test_slow_answer(simulator: Simulator, http: aiohttp.ClientSession) -> None:
    await ask_for(http, {"service": "identity", "kind": "slow", "seconds": 0.3})
    started = time.monotonic()
    async with http.get("/msi/token") as answer:
        assert answer.status == 401
    assert time.monotonic() - started >= 0.3


async def test_slow_call_is_done_even_if_nobody_waits(
    simulator: Simulator, http: aiohttp.ClientSession, graph_headers: dict[str, str]
) -> None:
    await ask_for(http, {"service": "graph", "kind": "slow", "seconds": 0.3})
    body = {"invitedUserEmailAddress": "a@b.example", "inviteRedirectUrl": "https://app.example"}
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await http.post("/v1.0/invitations", json=body, headers=graph_headers)
    deadline = time.monotonic() + 5
    while not simulator.state.guests:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def test_identity_and_login(
    simulator: Simulator, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask_for(http, {"service": "identity", "status": 400}, {"service": "login", "status": 500})
    async with managed_identity(simulator, monkeypatch) as credential:
        with pytest.raises(Exception, match="control/faults"):
            await credential.get_token("https://graph.microsoft.com/.default")
    async with http.get("/tenant/v2.0/.well-known/openid-configuration") as answer:
        assert answer.status == 500
        assert (await answer.json())["error"] == "temporarily_unavailable"


@pytest.mark.parametrize(
    "body",
    [
        {},
        [{}],
        [{"service": "fax"}],
        [{"service": "graph", "kind": "odd"}],
        [{"service": "email", "every": 0}],
    ],
)
async def test_malformed_faults(
    simulator: Simulator, http: aiohttp.ClientSession, body: Any
) -> None:
    async with http.post("/control/faults", json=body) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]
    assert simulator.state.faults == []
