"""The guest's preferred language (E9) through the app's own directory, and what it costs."""

import contextlib
from collections.abc import AsyncIterator

import aiohttp
import pytest

from shared.domain.invitation import Person
from shared.outer.graph import GraphDirectory
from tests.contract.clients import graph_client, managed_identity
from tests.contract.conftest import Simulator, seed_guest
from tests.samples import invitation

ADDRESS = "kim@kunde.example"
RETURN = "http://localhost:7071/api/RedeemInvitation"


@contextlib.asynccontextmanager
async def directory(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, *, look_first: bool
) -> AsyncIterator[GraphDirectory]:
    """Yield the app's directory on a client that a test can close."""
    async with (
        managed_identity(simulator, monkeypatch) as credential,
        graph_client(simulator, monkeypatch) as client,
    ):
        adapter = client.request_adapter
        monkeypatch.setattr("shared.outer.graph.GraphRequestAdapter", lambda *_: adapter)
        url = f"{simulator.url}/v1.0"
        yield GraphDirectory(url, credential, RETURN, look_first=look_first)


def reads(simulator: Simulator) -> int:
    """Return how often users were read."""
    calls = simulator.state.calls.items()
    return sum(times for call, times in calls if call.startswith("graph GET /v1.0/users"))


@pytest.mark.parametrize(
    ("look_first", "is_open", "language", "cost"),
    [
        (False, False, "", 0),
        (False, True, "ko-KR", 1),
        # It is looked for anyway: nobody asks twice.
        (True, False, "ko-KR", 1),
        (True, True, "ko-KR", 1),
    ],
)
async def test_it_is_read_where_nobody_asked_for_a_language(
    simulator: Simulator,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    look_first: bool,
    is_open: bool,
    language: str,
    cost: int,
) -> None:
    user = await seed_guest(simulator, http, ADDRESS)
    simulator.state.guests[user].fields["preferredLanguage"] = "ko-KR"
    one = invitation(guest=Person("Kim", ADDRESS), language_open=is_open)
    async with directory(simulator, monkeypatch, look_first=look_first) as graph:
        before = reads(simulator)
        guest = await graph.invite(one)
    assert (guest.id, guest.language) == (user, language)
    assert reads(simulator) - before == cost


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 403},
        {"status": 429, "retry_after": 60},
        {"status": 503},
        {"kind": "drop"},
        {"kind": "slow", "seconds": 5},
    ],
)
async def test_a_directory_that_does_not_tell_stops_nothing(
    simulator: Simulator,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    fault: dict[str, object],
) -> None:
    user = await seed_guest(simulator, http, ADDRESS)
    simulator.state.guests[user].fields["preferredLanguage"] = "ko-KR"
    faults = [{"service": "graph", "path": "/users/"} | fault]
    async with http.post("/control/faults", json=faults) as answer:
        assert answer.status == 204
    monkeypatch.setattr("shared.outer.graph_users._LANGUAGE_TIMEOUT", 0.5)
    one = invitation(guest=Person("Kim", ADDRESS), language_open=True)
    async with directory(simulator, monkeypatch, look_first=False) as graph:
        guest = await graph.invite(one)
    assert (guest.id, guest.language) == (user, "")


async def test_a_guest_who_was_just_made_prefers_nothing(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with directory(simulator, monkeypatch, look_first=False) as graph:
        guest = await graph.invite(invitation(language_open=True))
    assert guest.id
    assert guest.language == ""
