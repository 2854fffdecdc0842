"""Proxies between the app and all that it calls, which kill the host at a chosen call."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web
from yarl import URL

from dev.ports import Ports
from dev.settings import connection_string
from tests.faults.held import Held

_SKIPPED_HEADERS = {"transfer-encoding", "content-length", "content-encoding", "connection"}


@dataclass
class Trap:
    """Kills when the service has done the `at`-th call of the app, before the app hears of it."""

    at: int
    kill: Callable[[], None]
    calls: list[str] = field(default_factory=list)
    sprung: bool = False

    def next(self, call: str) -> bool:
        """Return whether this is the call."""
        self.calls.append(call)
        return len(self.calls) == self.at and not self.sprung


class Proxies:
    """One proxy a service, in a thread of their own; `trap` is what they obey."""

    def __init__(self, ports: Ports, behind: Ports) -> None:
        self._routes = {
            ports.queue: behind.queue,
            ports.table: behind.table,
            ports.simulator: behind.simulator,
        }
        self.trap: Trap | None = None
        self._held = Held()
        self._queues = connection_string(behind)
        self._under_way: set[asyncio.Task[web.Response]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(20)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()

    def bury(self) -> None:
        """Let go of what the dead host held, and let the next one through."""
        asyncio.run_coroutine_threadsafe(self._idle(), self._loop).result(20)
        self._held.release(self._queues)
        self.trap = None

    async def _idle(self) -> None:
        if self._under_way:
            await asyncio.wait(self._under_way)

    async def _start(self) -> None:
        self._session = aiohttp.ClientSession(auto_decompress=False)
        self._runners = []
        for port, target in self._routes.items():
            app = web.Application(client_max_size=2**24)
            app.router.add_route("*", "/{rest:.*}", self._handler(target))
            runner = web.AppRunner(app, handler_cancellation=False, access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port).start()
            self._runners.append(runner)

    async def _stop(self) -> None:
        for runner in self._runners:
            await runner.cleanup()
        await self._session.close()

    def _handler(self, target: int) -> Callable[[web.Request], "asyncio.Future[web.Response]"]:
        async def handle(request: web.Request) -> web.Response:
            call = _name(request)
            trap = self.trap
            if trap is not None and trap.sprung:
                return web.Response(status=503)  # what a dead host has left in a socket
            caught = trap is not None and call is not None and trap.next(call)
            forwarded = asyncio.create_task(self._forward(request, target))
            self._under_way.add(forwarded)
            forwarded.add_done_callback(self._under_way.discard)
            answer = await forwarded
            if trap is not None and caught:
                return _spring(trap, request)
            return answer

        return handle  # type: ignore[return-value]  # aiohttp awaits whatever it is given

    async def _forward(self, request: web.Request, target: int) -> web.Response:
        url = f"http://127.0.0.1:{target}{request.raw_path}"
        # The signatures of storage and of the e-mail service cover the host as the app wrote it.
        headers = {k: v for k, v in request.headers.items() if k.lower() != "transfer-encoding"}
        try:
            async with self._session.request(
                request.method,
                URL(url, encoded=True),
                headers=headers,
                data=await request.read() or None,
                skip_auto_headers=("Content-Type", "User-Agent", "Accept"),
                allow_redirects=False,
            ) as answer:
                body = await answer.read()
                kept = {
                    k: v for k, v in answer.headers.items() if k.lower() not in _SKIPPED_HEADERS
                }
                made = web.Response(status=answer.status, headers=kept, body=body)
                self._held.note(request, made)
                return made
        except aiohttp.ClientError:
            return web.Response(status=503)


def _spring(trap: Trap, request: web.Request) -> web.Response:
    trap.sprung = True
    trap.kill()
    if request.transport is not None:
        request.transport.close()
    return web.Response(status=503)


def _name(request: web.Request) -> str | None:
    """Return a name for a call of the app's work, None for the host's polling.

    Deleting a message is counted: a crash just before it delivers the message again.
    """
    path = request.path
    if path.startswith("/devstoreaccount1/") and "/messages" in path:
        return None if request.method in {"GET", "PUT"} else f"{request.method} message"
    if path.startswith("/devstoreaccount1/") and request.method == "PUT":
        return None
    return f"{request.method} {path.removeprefix('/devstoreaccount1')[:24]}"
