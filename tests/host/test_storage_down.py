"""Storage that is away must not end the host."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from azure.storage.queue.aio import QueueClient

from .conftest import running
from .polling import until, until_true


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()


@asynccontextmanager
async def forwarding(port: int, to: int) -> AsyncIterator[None]:
    """Pass connections to `port` on to `to`, cutting them all at the end."""
    writers: set[asyncio.StreamWriter] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind_reader, behind_writer = await asyncio.open_connection("127.0.0.1", to)
        writers.update({writer, behind_writer})
        await asyncio.gather(
            _pipe(reader, behind_writer), _pipe(behind_reader, writer), return_exceptions=True
        )

    server = await asyncio.start_server(connected, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()
        for writer in writers:
            writer.close()


@asynccontextmanager
async def cutting(port: int) -> AsyncIterator[list[int]]:
    """Accept connections to `port` and cut them; the list grows by one for each."""
    cut: list[int] = []

    async def connected(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        cut.append(1)
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", port)
    try:
        yield cut
    finally:
        server.close()


async def test_storage_that_is_down_is_waited_for(
    azurite: str,
    unused_tcp_port: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The poller logs once and keeps trying; HTTP goes on; nothing is lost after recovery."""
    endpoint = re.search(r"QueueEndpoint=http://[^:]+:(\d+)", azurite)
    assert endpoint is not None
    behind = int(endpoint[1])
    monkeypatch.setenv("AzureWebJobsStorage", azurite.replace(f":{behind}", f":{unused_tcp_port}"))
    monkeypatch.setenv("SLOW_QUEUE", "slow")
    caplog.set_level("INFO", "dev.host")
    async with (
        running("queues") as app,
        QueueClient.from_connection_string(azurite, "received") as q,
    ):
        async with cutting(unused_tcp_port) as cut:
            await until(lambda: len(cut) >= 20)
            assert await app.status("GET", "/admin/host/status") == 200
        assert caplog.text.count("no storage, trying on") == 4
        async with forwarding(unused_tcp_port, behind):
            await until(lambda: caplog.text.count("the storage is back") == 4)
            await q.send_message(base64.b64encode(b"later").decode())
            await until(lambda: app.module.received)

            async def is_empty() -> bool:
                return (await q.get_queue_properties()).approximate_message_count == 0

            await until_true(is_empty)
        assert app.module.received[0].get_body() == b"later"
        await until(lambda: caplog.text.count("no storage, trying on") == 8)
