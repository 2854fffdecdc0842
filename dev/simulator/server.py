"""Composition: one app of all services, on two listeners."""

import contextlib
import socket
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Middleware

from dev.simulator import acs, control, directory, graph, identity, inbox, insights, pages
from dev.simulator.acs.reports import reporting
from dev.simulator.config import CONFIG, KEY, STATE, Config
from dev.simulator.entra.routes import add_routes as add_entra
from dev.simulator.errors import answer_refusals
from dev.simulator.faults import inject_faults
from dev.simulator.graph.access import guard_graph
from dev.simulator.keys import SigningKey, signing_key
from dev.simulator.listeners import listen, tls_context
from dev.simulator.seeding import default_state
from dev.simulator.state import State
from dev.simulator.storage import keep_saved, load_state

MAX_BODY = 12 * 1024 * 1024  # bytes; a little over what ACS Email takes


@dataclass(frozen=True)
class Options:
    """How to start; port 0 is any free one."""

    ca_file: Path
    port: int = 0
    tls_port: int = 0
    data: Path | None = None
    redirect_uris: tuple[str, ...] = ()
    events_url: str = ""


def make_app(
    config: Config, state: State, key: SigningKey, watchers: Sequence[Middleware] = ()
) -> web.Application:
    """Return the app with every service's routes; `watchers` see requests and answers first."""
    app = web.Application(
        middlewares=[*watchers, inject_faults, answer_refusals, guard_graph],
        client_max_size=MAX_BODY,
    )
    app[CONFIG], app[STATE], app[KEY] = config, state, key
    for service in (pages, inbox, directory, control, graph, identity, acs, insights):
        service.add_routes(app)
    add_entra(app)
    app.cleanup_ctx.append(reporting(config.events_url))
    return app


@contextlib.asynccontextmanager
async def running(
    options: Options, watchers: Sequence[Middleware] = ()
) -> AsyncIterator[web.Application]:
    """Serve on both ports while the block runs; app[CONFIG] holds the addresses.

    Raises PortInUse, UnreadableState.
    """
    if options.data:
        options.data.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        plain = _open(stack, options.port)
        secure = _open(stack, options.tls_port)
        config = Config(
            base_url=f"http://localhost:{plain[0].getsockname()[1]}",
            tls_url=f"https://localhost:{secure[0].getsockname()[1]}",
            redirect_uris=options.redirect_uris,
            events_url=options.events_url,
            data=options.data,
        )
        kept = load_state(options.data) if options.data else None
        app = make_app(config, kept or default_state(config), signing_key(options.data), watchers)
        if options.data:
            keep_saved(app, options.data)
        context = tls_context(options.ca_file, options.data)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            for sock in plain:
                await web.SockSite(runner, sock).start()
            for sock in secure:
                await web.SockSite(runner, sock, ssl_context=context).start()
            yield app
        finally:
            await runner.cleanup()


def _open(stack: contextlib.ExitStack, port: int) -> list[socket.socket]:
    return [stack.enter_context(sock) for sock in listen(port)]
