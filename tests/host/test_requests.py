"""functions-host.md, HTTP: what a function gets."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator

from yarl import URL

from .conftest import App


async def test_header_names_arrive_lower_case_and_repeated_values_joined(web: App) -> None:
    """Row: header names arrive lower-case; repeated values are joined with a comma."""
    reader, writer = await asyncio.open_connection("127.0.0.1", URL(web.host.url).port)
    head = "GET /api/echo HTTP/1.1", "Host: x", "X-Some: one", "x-some: two", "X-Empty:", "", ""
    writer.write("\r\n".join(head).encode())
    answer = await reader.readuntil(b'"body": ""}')
    writer.close()
    await writer.wait_closed()
    headers = json.loads(answer.partition(b"\r\n\r\n")[2])["headers"]
    assert headers["x-some"] == "one,two"
    assert headers["x-empty"] == ""
    assert all(name == name.lower() for name in headers)


async def test_empty_query_values_are_dropped_and_repeated_ones_joined(web: App) -> None:
    """Row: empty query values are dropped; repeated values are joined with a comma."""
    url = URL("/api/echo?a=1&empty=&A=2&sp=x+y%20z&flag", encoded=True)
    async with web.client.get(url) as response:
        seen = await response.json()
    assert seen["params"] == {"a": "1,2", "sp": "x y z"}
    assert seen["url"].endswith("/api/echo?a=1&empty=&A=2&sp=x+y%20z&flag")


async def test_a_body_arrives_with_a_content_length(web: App) -> None:
    """Row: a body is passed on only with Content-Length > 0."""
    body = "é" * 1_500_000
    async with web.client.post("/api/echo", data=io.BytesIO(body.encode())) as response:
        assert (await response.json())["body"] == body


async def test_a_chunked_body_is_lost(web: App) -> None:
    """Row: chunked bodies are lost."""

    async def chunks() -> AsyncIterator[bytes]:
        yield b"lost"

    async with web.client.post("/api/echo", data=chunks()) as response:
        assert (await response.json())["body"] == ""
    assert await web.text("/api/hello") == "hello"


async def test_keys_are_skipped_unless_asked_for(web: App) -> None:
    """Row: Core Tools skips keys unless started with `--enableAuth`."""
    assert await web.status("GET", "/api/locked") == 200
    assert await web.status("GET", "/api/vault") == 200
