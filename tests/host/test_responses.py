"""functions-host.md, HTTP: what the caller gets."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from .conftest import App


async def say(web: App, text: str) -> tuple[int, str, str]:
    """Return status, content type and body when a function returns `text`."""
    async with web.client.post("/api/text", data=text.encode()) as response:
        return response.status, response.headers.get("Content-Type", ""), await response.text()


async def test_an_exception_is_500_with_an_empty_body(
    web: App, caplog: pytest.LogCaptureFixture
) -> None:
    """Row: exception: 500 with an empty body. The log tells the function and the reason."""
    async with web.client.get("/api/raise") as response:
        assert (response.status, await response.read()) == (500, b"")
    assert "Function fails failed" in caplog.text
    assert "ValueError: on purpose" in caplog.text


@pytest.mark.parametrize("path", ["none", "broken-header"])
async def test_none_and_what_cannot_be_sent_are_500(web: App, path: str) -> None:
    """Row: an HTTP function of the v2 model that returns None: 500."""
    async with web.client.get(f"/api/{path}") as response:
        assert (response.status, await response.read()) == (500, b"")


async def test_a_string_is_plain_text(web: App) -> None:
    """Row: a `str` result: text/plain."""
    assert await say(web, "Grüße") == (200, "text/plain; charset=utf-8", "Grüße")


async def test_an_object_with_body_describes_the_response(web: App) -> None:
    """Row: a JSON object with `body` becomes a response description, whatever the case."""
    described = {"Body": {"a": [1, "é"]}, "statusCode": "201", "headers": {"content-type": "x/y"}}
    assert await say(web, json.dumps(described)) == (201, "x/y", '{"a":[1,"é"]}')
    assert (await say(web, '{"body": "just text", "status": 404}'))[::2] == (404, "just text")


@pytest.mark.parametrize(
    ("returned", "sent"),
    [
        (
            '{"a":1,"b":[],"c":{"d":null}}',
            '{\n  "a": 1,\n  "b": [],\n  "c": {\n    "d": null\n  }\n}',
        ),
        ("[1,2]", "[\n  1,\n  2\n]"),
        ('"quoted"', "quoted"),
        ("true", "True"),
        ("1.0", "1"),
    ],
)
async def test_other_json_is_printed_again(web: App, returned: str, sent: str) -> None:
    """Row: other JSON is re-indented."""
    assert await say(web, returned) == (200, "text/plain; charset=utf-8", sent)


async def test_several_cookies_reach_the_caller_as_aspnet_writes_them(web: App) -> None:
    """Row: the worker's conversions (GrpcMessageConversionExtensions): cookies one by one.

    Values come out percent-encoded, a missing attribute comes out empty; of any other header
    that is repeated only the last value is left.
    """
    async with web.client.get("/api/cookies") as response:
        assert response.headers.getall("Set-Cookie") == [
            "one=a%2Bb%2Fc%3D%3D; domain=; path=/; secure; samesite=lax; httponly",
            "two=x; max-age=60; domain=; path=/api",
            "old=; expires=Thu, 01 Jan 1970 00:00:00 GMT; domain=; path=/",
        ]
        assert response.headers.getall("X-Twice") == ["2"]


async def test_sync_functions_run_beside_each_other(web: App) -> None:
    """Row: the Python worker: a sync function runs on a thread and holds nobody up."""
    async with asyncio.timeout(2):
        held = [web.text("/api/blocking?seconds=0.4") for _ in range(3)]
        assert await asyncio.gather(*held) == ["done"] * 3


async def test_an_invocation_is_logged_only_at_debug(
    web: App, caplog: pytest.LogCaptureFixture
) -> None:
    """One line per invocation, at DEBUG."""
    with caplog.at_level(logging.INFO):
        await web.text("/api/hello")
    assert not [record for record in caplog.records if record.name.startswith("dev.host")]
    with caplog.at_level(logging.DEBUG, logger="dev.host"):
        await web.text("/api/hello")
    assert any("hello" in record.getMessage() for record in caplog.records)
