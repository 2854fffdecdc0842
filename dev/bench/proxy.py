"""Stands before Azurite and notes every call; can keep queues from giving their messages."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any, Self

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from dev.bench.ledger import Call, Ledger, classify

# They belong to one connection (RFC 9110, 7.6.1); the body is framed anew.
_OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding"}
_STARTED_WITHIN = 10
_FLUSH = 0.2
_REFUSED = 400


class CountingProxy:
    """Passes requests on as they came, Host included; the signature covers path and headers.

    `ports` maps each port to listen on to the one to pass on to. It runs in a thread of its own.
    """

    def __init__(self, ports: Mapping[int, int], ledger: Ledger) -> None:
        self._ports = ports
        self._ledger = ledger
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open = asyncio.Event()
        self._ending = False
        self._receiving = 0
        self._idle = asyncio.Event()
        self._runners: list[web.ServerRunner] = []
        self._session: aiohttp.ClientSession | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            self._run(self._start())
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def open_queues(self) -> None:
        """Let the host receive messages."""
        self._loop.call_soon_threadsafe(self._open.set)

    def close_queues(self) -> None:
        """Hold all further requests for messages; returns when none is under way."""
        self._run(self._close())

    async def _close(self) -> None:
        self._open.clear()
        if self._receiving:
            self._idle.clear()
            await self._idle.wait()

    async def _start(self) -> None:
        self._session = aiohttp.ClientSession(
            auto_decompress=False, connector=aiohttp.TCPConnector(limit=0)
        )
        for port, target in self._ports.items():
            runner = web.ServerRunner(
                web.Server(self._handler(target), access_log=None), shutdown_timeout=_FLUSH
            )
            self._runners.append(runner)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port).start()

    async def _stop(self) -> None:
        self._ending = True
        self._open.set()
        for runner in self._runners:
            await runner.cleanup()
        if self._session is not None:
            await self._session.close()

    def _end(self) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_STARTED_WITHIN)

    def _handler(
        self, target: int
    ) -> Callable[[web.BaseRequest], Coroutine[Any, Any, web.StreamResponse]]:
        async def handle(request: web.BaseRequest) -> web.StreamResponse:
            call = classify(request.method, request.path, request.query)
            if not call.takes:
                return await self._pass_on(request, target, call)
            await self._open.wait()
            if self._ending:
                return web.Response(status=503)
            self._receiving += 1
            try:
                return await self._pass_on(request, target, call)
            finally:
                self._receiving -= 1
                if not self._receiving:
                    self._idle.set()

        return handle

    async def _pass_on(self, request: web.BaseRequest, target: int, call: Call) -> web.Response:
        assert self._session is not None  # noqa: S101 - made before anything listens
        url = URL(f"http://127.0.0.1:{target}{request.raw_path}", encoded=True)
        body = await request.read()
        async with self._session.request(
            request.method,
            url,
            headers=_passed(request.headers),
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
            data=body or None,
            allow_redirects=False,
        ) as answer:
            content = await answer.read()
        # The first message to a queue that is not there yet is refused, and put again.
        self._ledger.note(replace(call, failed=answer.status >= _REFUSED))
        return web.Response(status=answer.status, headers=_passed(answer.headers), body=content)


def _passed(headers: Mapping[str, str]) -> CIMultiDict[str]:
    kept = ((name, value) for name, value in headers.items())
    return CIMultiDict(pair for pair in kept if pair[0].lower() not in _OF_THE_CONNECTION)
