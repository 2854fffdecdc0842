"""What one request is made of: statements of a peer, calls of the app to what is around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import requests

from dev.bench.ledger import Ledger, Step
from dev.bench.peers import auth_peer, django_peer
from dev.bench.peers.installing import Installed
from dev.bench.peers.own import Own
from dev.bench.peers.peer import TIMEOUT, Peer, fire
from dev.bench.proxy import CountingProxy
from dev.bench.surroundings import Surroundings
from dev.bench.volley import Shot
from dev.parts import ROOT
from dev.ports import Ports
from dev.settings import connection_string

# By the simulator's names of its services; the rest of them is not asked here.
SERVICES = {"graph": "Graph", "login": "Entra"}


@dataclass(frozen=True)
class Calls:
    """What the app asks for in one request: storage, and each service by its name."""

    storage: int
    services: Mapping[str, int]

    def __str__(self) -> str:
        return ", ".join([f"{self.storage} storage", *_told(self.services)]) + " calls"


@dataclass(frozen=True)
class Statements:
    """What a peer asks of its database in one request."""

    reads: int
    writes: int

    def __str__(self) -> str:
        return f"{self.reads} reads, {self.writes} writes"


def of_app(around: Surroundings) -> dict[str, Calls]:
    """Return the calls of a create, an asynchronous create and an accept, each made before."""
    front, ledger = Ports.free(), Ledger()
    between = {front.queue: around.ports.queue, front.table: around.ports.table}
    settings = {"AzureWebJobsStorage": connection_string(front)}
    hosted = around.web_host("counted", ROOT, port=around.ports.app, settings=settings)
    with CountingProxy(between, ledger), hosted.running() as url:
        own = Own(url, around, "counted")
        kinds = {"create": own.creates, "async": own.async_creates, "accept": own.accepts}
        return {name: _calls(make, ledger, around) for name, make in kinds.items()}


def of_peers(installed: Installed, folder: Path) -> dict[str, dict[str, Statements]]:
    """Return the statements of a create and an accept of each peer."""
    found = {}
    for module in (django_peer, auth_peer):
        with module.running(installed, folder / module.NAME, counting=True) as peer:
            found[peer.name] = _statements(peer)
    return found


def _calls(make: Callable[[int], list[Shot]], ledger: Ledger, around: Surroundings) -> Calls:
    first, counted = make(2)
    steps: list[Step] = []
    with requests.Session() as session:
        session.trust_env = False
        fire(session, first)
        before = _asked(session, around)
        with ledger.step("one", steps):
            fire(session, counted)
        after = _asked(session, around)
    services = {word: after.get(word, 0) - before.get(word, 0) for word in SERVICES}
    return Calls(steps[0].by_app.total(), services)


def _asked(session: requests.Session, around: Surroundings) -> dict[str, int]:
    url = f"http://localhost:{around.ports.simulator}/control/state"
    counted: Mapping[str, int] = session.get(url, timeout=TIMEOUT).json()["calls"]
    found: dict[str, int] = {}
    for call, number in counted.items():
        service = call.partition(" ")[0]
        found[service] = found.get(service, 0) + number
    return found


def _told(services: Mapping[str, int]) -> list[str]:
    return [f"{number} {SERVICES[name]}" for name, number in services.items() if number]


def _statements(peer: Peer) -> dict[str, Statements]:
    found = {}
    with requests.Session() as session:
        session.trust_env = False
        for name, make in (("create", peer.creates), ("accept", peer.accepts)):
            first, counted = make(2)
            fire(session, first)
            session.cookies.clear()
            reads, writes = fire(session, counted).headers["X-Statements"].split()
            session.cookies.clear()
            found[name] = Statements(int(reads), int(writes))
    return found
