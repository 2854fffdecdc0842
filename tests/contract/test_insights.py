"""The ingestion of Application Insights, through Microsoft's exporters as the app feeds them."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import aiohttp
import pytest
from azure.identity import ManagedIdentityCredential

from dev.simulator import defaults
from shared.telemetry.azure_monitor import AzureMonitor
from shared.telemetry.metrics import Total, Totals
from shared.telemetry.records import CLIENT, INTERNAL, Line, Record, Span, Step, Thrown
from shared.telemetry.trace import Trace
from tests.contract.conftest import Simulator, token_for

TRACE = "0af7651916cd43dd8448eb211c80319c"
ROOT, CALL = Trace(TRACE, "b7ad6b7169203331"), Trace(TRACE, "c7ad6b7169203332")
RESOURCE = {"service.name": "symuserinvitation", "service.version": "1.2.3+abc"}
AUDIENCE = "https://monitor.azure.com"
Item = dict[str, Any]


@pytest.fixture
async def kept(http: aiohttp.ClientSession) -> None:
    """The simulator keeps nothing of before."""
    async with http.delete("/control/telemetry") as answer:
        assert answer.status == 204


@pytest.fixture
def signed_in(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ManagedIdentityCredential]:
    """A managed identity, and trust in the simulator's certificate."""
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{simulator.url}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", defaults.IDENTITY_HEADER)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(simulator.ca_file))
    with ManagedIdentityCredential() as credential:
        yield credential


@contextmanager
def sink(
    simulator: Simulator, credential: ManagedIdentityCredential | None, end: str = ""
) -> Iterator[AzureMonitor]:
    connection = f"InstrumentationKey={defaults.INSTRUMENTATION_KEY}"
    way = AzureMonitor(
        f"{connection};IngestionEndpoint={simulator.tls_url}{end}", credential, RESOURCE
    )
    with closing(way):
        yield way


def span(**changed: Any) -> Span:
    now = time.time_ns()
    told: dict[str, Any] = {
        "name": "SendInvitation",
        "kind": INTERNAL,
        "place": ROOT,
        "parent": "",
        "start": now,
        "end": now + 1_500_000,
        "good": True,
    }
    return Span(**(told | changed))


async def items(http: aiohttp.ClientSession) -> list[Item]:
    async with http.get("/control/telemetry") as answer:
        found: list[Item] = await answer.json()
        return found


@pytest.mark.usefixtures("kept")
async def test_the_exporter_is_taken_and_shown(
    simulator: Simulator, http: aiohttp.ClientSession, signed_in: ManagedIdentityCredential
) -> None:
    thrown = Thrown("builtins.ValueError", '  File "x.py", line 1, in f\n')
    call = {"http.request.method": "GET", "http.response.status_code": 200}
    call |= {"url.full": "graph:/users/*", "peer.service": "graph", "service": "graph"}
    records: list[Record] = [
        span(),
        span(
            name="GET /users/*",
            kind=CLIENT,
            place=CALL,
            parent=ROOT.span_id,
            attributes=call,
            links=(Trace("d" * 32, "e" * 16),),
            share=0.5,
            good=False,
            thrown=thrown,
        ),
        Step("InvitationSent", time.time_ns(), ROOT, {"step": "InvitationSent"}),
        Line(30, "shared.web", "for kim@example.com", time.time_ns(), ROOT, None),
        Line(40, "shared.web", "it failed", time.time_ns(), None, thrown),
    ]
    with sink(simulator, signed_in) as way:
        assert await asyncio.to_thread(way.send, records)
    found = await items(http)
    whole, outer, error, step, line, exception = found
    assert [item["data"]["baseType"] for item in found] == [
        "RemoteDependencyData", "RemoteDependencyData", "ExceptionData", "EventData",
        "MessageData", "ExceptionData",
    ]  # fmt: skip
    assert whole["tags"]["ai.operation.id"] == TRACE
    assert whole["tags"]["ai.application.ver"] == "1.2.3+abc"
    data = outer["data"]["baseData"]
    assert (data["name"], data["target"], data["type"]) == ("GET /users/*", "graph", "HTTP")
    assert (data["resultCode"], data["success"], outer["sampleRate"]) == ("200", False, 50)
    assert outer["tags"]["ai.operation.parentId"] == ROOT.span_id
    assert "d" * 32 in data["properties"]["_MS.links"]
    assert error["data"]["baseData"]["exceptions"][0]["typeName"] == "builtins.ValueError"
    assert step["data"]["baseData"]["name"] == "InvitationSent"
    assert line["data"]["baseData"]["message"] == "for {address}"
    assert exception["data"]["baseData"]["exceptions"][0]["message"] == "it failed"
    async with http.get("/telemetry") as answer:
        page = await answer.text()
    assert f'href="/telemetry?operation={TRACE}"' in page
    assert "GET /users/*" in page


@pytest.mark.usefixtures("kept")
async def test_metrics_are_sums_with_their_count(
    simulator: Simulator, http: aiohttp.ClientSession, signed_in: ManagedIdentityCredential
) -> None:
    totals: Totals = {("outer.calls", (("service", "graph"),)): Total(3, 1.5, 0.1, 1.0)}
    with sink(simulator, signed_in) as way:
        assert await asyncio.to_thread(way.send_metrics, totals)
    [item] = await items(http)
    data = item["data"]["baseData"]
    [point] = data["metrics"]
    assert data["properties"] == {"service": "graph"}
    told = point["name"], point["value"], point["count"], point["min"], point["max"]
    assert told == ("outer.calls", 1.5, 3, 0.1, 1.0)


@pytest.mark.usefixtures("kept")
async def test_a_slash_at_the_end_of_the_endpoint(
    simulator: Simulator, http: aiohttp.ClientSession, signed_in: ManagedIdentityCredential
) -> None:
    with sink(simulator, signed_in, "/") as way:
        assert await asyncio.to_thread(way.send, [span()])
    assert len(await items(http)) == 1


@pytest.mark.usefixtures("kept", "signed_in")
async def test_without_a_token_nothing_is_taken(
    simulator: Simulator, http: aiohttp.ClientSession
) -> None:
    with sink(simulator, None) as way:
        assert not await asyncio.to_thread(way.send, [span()])
    wrong = {"Authorization": f"Bearer {await token_for(http, 'https://graph.microsoft.com')}"}
    async with http.post("/v2.1/track", json=[], headers=wrong) as answer:
        assert answer.status == 401
    assert await items(http) == []


@pytest.mark.parametrize(
    ("sent", "status", "taken"),
    [
        ([{"good": 1}], 200, 1),
        ([{"good": 1}, {"iKey": "another"}], 206, 1),
        ([{"iKey": "another"}], 400, 0),
        ([{"data": {}}], 400, 0),
        ([{"time": ""}], 400, 0),
        ([7], 400, 0),
    ],
)
@pytest.mark.usefixtures("kept")
async def test_wrong_envelopes(
    http: aiohttp.ClientSession, sent: list[Any], status: int, taken: int
) -> None:
    whole = {
        "name": "x",
        "time": "2026-11-21T00:00:00Z",
        "iKey": defaults.INSTRUMENTATION_KEY,
        "data": {"baseType": "EventData", "baseData": {"name": "x"}},
    }
    envelopes = [whole | item if isinstance(item, dict) else item for item in sent]
    headers = {"Authorization": f"Bearer {await token_for(http, AUDIENCE)}"}
    async with http.post("/v2.1/track", json=envelopes, headers=headers) as answer:
        body = await answer.json()
    assert answer.status == status
    assert (body["itemsReceived"], body["itemsAccepted"]) == (len(sent), taken)
    assert len(await items(http)) == taken


async def test_the_endpoint_that_is_down_is_told(
    simulator: Simulator, http: aiohttp.ClientSession, signed_in: ManagedIdentityCredential
) -> None:
    fault = [{"service": "insights", "status": 503, "times": 1}]
    async with http.post("/control/faults", json=fault) as answer:
        assert answer.status == 204
    with sink(simulator, signed_in) as way:
        assert not await asyncio.to_thread(way.send, [span()])
        assert await asyncio.to_thread(way.send, [span()])
