"""The simulator, running in this process on free ports, in a thread of its own."""

import asyncio
import threading
import uuid
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import aiohttp
import pytest
from aiohttp import web

from dev.simulator.config import CONFIG, STATE
from dev.simulator.server import Options, running
from dev.simulator.state import State
from tests.contract.recording import Recorder

REDIRECT_URI = "http://localhost:7071/api/RedeemInvitation"


@dataclass(frozen=True)
class Simulator:
    """Where the simulator is, and what it remembers."""

    url: str
    tls_url: str
    state: State
    ca_file: Path
    recorder: Recorder
    redirect_uri: str = REDIRECT_URI  # registered for CLIENT_ID

    def count(self, call: str) -> int:
        """Return how often `service METHOD /path` was called."""
        return self.state.calls.get(call, 0)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """Start the simulator once; a thread lets blocking clients (msal) call it as well."""
    ca_file = tmp_path_factory.mktemp("simulator") / "ca.pem"
    recorder = Recorder()
    ready: Future[tuple[web.Application, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        stopped = asyncio.Event()
        options = Options(ca_file, redirect_uris=(REDIRECT_URI,))
        try:
            async with running(options, [recorder.watcher]) as app:
                ready.set_result((app, asyncio.get_running_loop(), stopped))
                await stopped.wait()
        except BaseException as error:
            if ready.done():
                raise
            ready.set_exception(error)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="simulator")
    thread.start()
    app, loop, stopped = ready.result(timeout=30)
    config = app[CONFIG]
    yield Simulator(config.base_url, config.tls_url, app[STATE], ca_file, recorder)
    loop.call_soon_threadsafe(stopped.set)
    thread.join(timeout=30)


@pytest.fixture
def simulator(served: Simulator) -> Iterator[Simulator]:
    """Return the simulator as new; afterwards every exchange must fit its description."""
    with urlopen(Request(f"{served.url}/control/reset", method="POST")):
        served.recorder.exchanges.clear()
    yield served
    served.recorder.check()


@pytest.fixture
async def http(simulator: Simulator) -> AsyncIterator[aiohttp.ClientSession]:
    """Return a client whose addresses start at the simulator."""
    async with aiohttp.ClientSession(simulator.url) as session:
        yield session


@pytest.fixture
async def graph_headers(http: aiohttp.ClientSession) -> dict[str, str]:
    """Return the headers that open Graph."""
    return {"Authorization": f"Bearer {await token_for(http, 'https://graph.microsoft.com')}"}


async def token_for(http: aiohttp.ClientSession, resource: str) -> str:
    """Return a token of the managed identity."""
    answer: dict[str, Any] = await (
        await http.get(
            "/msi/token",
            params={"api-version": "2019-08-01", "resource": resource},
            headers={"X-IDENTITY-HEADER": "local-only-identity-header"},
        )
    ).json()
    return str(answer["access_token"])


@pytest.fixture
async def guest(simulator: Simulator, http: aiohttp.ClientSession) -> str:
    """Return the id of a guest who was invited before."""
    return await seed_guest(simulator, http, "o'brien@kunde.example")


async def seed_guest(simulator: Simulator, http: aiohttp.ClientSession, mail: str) -> str:
    """Put a guest in the directory and return the id."""
    guest_id = str(uuid.uuid4())
    body = {"guests": [{"mail": mail, "id": guest_id, "display_name": "Pat O’Brien"}]}
    async with http.post("/control/seed", json=body) as answer:
        assert answer.status == 204
    return guest_id
