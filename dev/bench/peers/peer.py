"""What every app that is measured offers: prepared requests to it, and its processes."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from dev.bench.errors import NotMeasured
from dev.bench.volley import Shot
from dev.bootstrap.machine import child_environment
from dev.children import Child
from dev.parts import ROOT
from dev.ports import Ports, is_busy

INVITER = "inviter@peer.example"
PASSWORD = "Local-only-1"  # noqa: S105 - opens nothing but what a measurement made
TIMEOUT = 30


@dataclass(frozen=True)
class Peer:
    """A running app; each call prepares so many requests that nobody has made yet."""

    name: str
    processes: Mapping[str, int]
    creates: Callable[[int], list[Shot]]
    accepts: Callable[[int], list[Shot]]


@dataclass(frozen=True)
class Place:
    """Where a peer runs: a folder of its own, a free port, an environment that names both."""

    folder: Path
    port: int
    env: Mapping[str, str]

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"


def place(folder: Path, *, counting: bool) -> Place:
    """Return a new place; with `counting`, answers say how many statements they took."""
    folder.mkdir(parents=True)
    port = Ports.free().app
    env = child_environment(os.environ, ROOT) | {
        "PEER_FOLDER": str(folder),
        "PEER_PORT": str(port),
        "PEER_SECRET": os.urandom(32).hex(),
        "PEER_INVITER": INVITER,
        "PEER_PASSWORD": PASSWORD,
    }
    return Place(folder, port, env | {"PEER_COUNTS": "1"} if counting else env)


@contextmanager
def serving(name: str, command: list[str], at: Place, cwd: Path) -> Iterator[int]:
    """Run a server until the block ends; gives its process id once it takes connections."""
    child = Child(name, command, env=at.env, cwd=cwd, log=at.folder / "server.log")
    child.start()
    try:
        child.wait_ready(lambda: is_busy(at.port), pause=time.sleep)
        yield child.pid
    finally:
        child.stop()


def fire(session: requests.Session, shot: Shot) -> requests.Response:
    """Make one request; raises NotMeasured for another answer than the one that must come."""
    answer = session.request(
        shot.method,
        shot.url,
        data=shot.body.encode(),
        headers=shot.headers,
        allow_redirects=False,
        timeout=TIMEOUT,
    )
    led = answer.headers.get("Location", "")
    if answer.status_code != shot.expect or not led.startswith(shot.leads):
        shown = f"{answer.status_code}: {answer.text[:300]}"
        raise NotMeasured(f"{shot.url.partition('?')[0]} answered {shown}")
    return answer
