"""The local Functions host: the app, its HTTP front and its listeners."""

from __future__ import annotations

import asyncio
import errno
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage
from aiohttp.streams import StreamReader
from aiohttp.web_protocol import RequestHandler

from .admin import Admin
from .event_grid import EventGrid
from .front import Front
from .functions import Function, HostError
from .keys import Keys
from .listeners import Listeners
from .routes import Router
from .settings import read_settings
from .worker import Worker

log = logging.getLogger(__name__)

# Requests of up to 100 MB reach a function (facts.md section 11).
_MAX_BODY = 100 * 1024 * 1024
# The grace is for invocations; this is for an answer that is ready but not written yet.
_FLUSH = 0.2


@dataclass(frozen=True)
class Options:
    """How to run an app; every time is in seconds.

    `keys` are checked if given: Core Tools checks none unless told to. `http_limit` is when the
    front end answers 502. `listener_delay` is how long after HTTP queues and timers start: on
    Flex Consumption they live on instances of their own, so they cost the first request nothing
    (facts.md section 11).
    """

    app_dir: Path
    port: int = 0
    keys: Keys | None = None
    queue_lease: int = 600
    http_limit: float = 230
    grace: float = 5
    listener_delay: float = 0.25


class Host:
    """One app, running. The worker library keeps one registry: one host per process at a time."""

    _running: ClassVar[Host | None] = None

    def __init__(self, options: Options) -> None:
        self._options = options
        self._app_dir = options.app_dir.resolve()
        self._worker = Worker(self._app_dir)
        self._listeners: Listeners | None = None
        self._runner: web.ServerRunner | None = None
        self.functions: list[Function] = []
        self.url = ""

    async def start(self) -> None:
        """Import the app and listen on http://localhost:<port>, which `url` then says.

        Raises HostError, with a message for the person at the terminal, if that is impossible.
        """
        if Host._running is not None:
            raise HostError("Another host runs in this process: stop it first")
        Host._running = self
        try:
            await self._start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> int:
        """Take no more work, give what runs a grace, close everything.

        Returns how many invocations had to be abandoned.
        """
        abandoned = 0
        if self._listeners is not None:
            await self._listeners.stop()
        if self._runner is not None:
            for site in list(self._runner.sites):
                await site.stop()
        if self._listeners is not None:
            abandoned = await self._listeners.calls.drain(self._options.grace)
        if self._runner is not None:
            await self._runner.cleanup()
        if self._listeners is not None:
            await self._listeners.close()
        self._worker.stop()
        if Host._running is self:
            Host._running = None
        return abandoned

    async def _start(self) -> None:
        options = self._options
        settings = read_settings(self._app_dir)
        _warn_mixed(self._app_dir)
        self.functions = await self._worker.start()
        router = Router(self.functions, settings.route_prefix)
        listeners = Listeners(self._worker, self.functions, settings.queues, options.queue_lease)
        self._listeners = listeners
        admin = Admin(self.functions, listeners.calls)
        event_grid = EventGrid(self.functions, listeners.calls)
        front = Front(router, listeners.calls, admin, event_grid, options.keys, options.http_limit)
        await self._listen(front)
        listeners.start(options.listener_delay)

    async def _listen(self, front: Front) -> None:
        server = web.Server(front.handle, request_factory=_request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=_FLUSH)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", self._options.port).start()
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise HostError(
                f"Port {self._options.port} is in use: choose another one with --port"
            ) from error
        self.url = f"http://localhost:{self._runner.addresses[0][1]}"


def _request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: RequestHandler,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:
    """Make aiohttp's request, with a larger limit than its own 1 MB."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=_MAX_BODY
    )


def _warn_mixed(app_dir: Path) -> None:
    """Warn, as Azure does, of folders of the older programming model beside function_app.py."""
    names = sorted(path.parent.name for path in app_dir.glob("*/function.json"))
    if names:
        log.warning(
            "Detected mixed function app. Some functions may not be indexed - %s", ", ".join(names)
        )
