"""The Event Grid front: handshake, deliveries, keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from dev.host import Keys

from .conftest import App, running

WEBHOOK = "/runtime/webhooks/EventGrid"
PATH = f"{WEBHOOK}?functionName=Note&code=for-events"
NOTIFICATION = {"aeg-event-type": "Notification"}
KEYS = Keys("the-master", {"default": "for-all"}, {}, {"eventgrid_extension": "for-events"})


@pytest.fixture(scope="module")
async def events() -> AsyncIterator[App]:
    async with running("events", keys=KEYS) as app:
        yield app


def event(number: int, **data: Any) -> dict[str, Any]:
    return {
        "id": f"event-{number}",
        "topic": "/subscriptions/s",
        "subject": f"message/{number}",
        "eventType": "Sample.Happened",
        "eventTime": "2026-11-20T12:00:00.1234567Z",
        "data": data,
        "dataVersion": "1.0",
    }


async def test_each_event_runs_the_function(events: App) -> None:
    events.module.seen.clear()
    body = [event(1, a=1), event(2, a=2)]
    assert await events.status("POST", PATH, json=body, headers=NOTIFICATION) == 202
    seen = {one.id: one for one in events.module.seen}
    assert seen.keys() == {"event-1", "event-2"}
    assert seen["event-2"].event_type == "Sample.Happened"
    assert seen["event-2"].get_json() == {"a": 2}


async def test_a_function_that_fails_fails_the_delivery(events: App) -> None:
    events.module.seen.clear()
    body = [event(1), event(2, fail=True)]
    assert await events.status("POST", PATH, json=body, headers=NOTIFICATION) == 500
    assert [one.id for one in events.module.seen] == ["event-1"]


async def test_the_handshake_gives_the_code_back(events: App) -> None:
    body = [event(1, validationCode="a-code", validationUrl="https://eventgrid.example")]
    headers = {"aeg-event-type": "SubscriptionValidation"}
    async with events.client.post(PATH, json=body, headers=headers) as response:
        assert response.status == 200
        assert await response.json() == {"validationResponse": "a-code"}


@pytest.mark.parametrize(
    ("query", "kind", "body", "status"),
    [
        ("functionName=Other", "Notification", "[]", 404),
        ("", "Notification", "[]", 404),
        ("functionName=note", "Unsubscribe", "[]", 202),
        ("functionName=note", "", "[]", 400),
        ("functionName=note", "Notification", "no JSON", 400),
        ("functionName=note", "Notification", "[1]", 400),
        ("functionName=note", "SubscriptionValidation", "[]", 400),
    ],
)
async def test_what_is_no_delivery(
    events: App, query: str, kind: str, body: str, status: int
) -> None:
    path = f"/runtime/webhooks/eventgrid?{query}&code=for-events"
    headers = {"aeg-event-type": kind}
    assert await events.status("POST", path, data=body, headers=headers) == status


@pytest.mark.parametrize(
    ("key", "status"), [("", 401), ("for-all", 401), ("for-events", 202), ("the-master", 202)]
)
async def test_only_the_extensions_own_key_opens_it(events: App, key: str, status: int) -> None:
    path = f"{WEBHOOK}?functionName=Note&code={key}"
    assert await events.status("POST", path, json=[], headers=NOTIFICATION) == status
