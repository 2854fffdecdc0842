"""Creating and accepting, against what other makers have: django-invitations and better-auth.

The same client with as many connections asks all of them in turns. What they do is not the same:
a peer writes to a SQLite file beside it, where this app calls storage and Graph over HTTP
(docs/benchmarks.md).
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

import msgspec

from dev.bench.errors import NotMeasured
from dev.bench.figures import median, median_ratio
from dev.bench.peers import auth_peer, django_peer, work
from dev.bench.peers.installing import Installed, installed
from dev.bench.peers.own import GRAPH_TAKES, Own
from dev.bench.run import Run
from dev.bench.surroundings import APPS
from dev.bench.table import Line, Section
from dev.bench.volley import Flown, Plan, Shot, Target
from dev.bootstrap.machine import answer, child_environment
from dev.bootstrap.progress import Progress
from dev.parts import ROOT

TITLE = "create and accept against django-invitations and better-auth"
CONNECTIONS = 8
HOST, HELLO = "host", "hello"
# The app's requests: what a peer's like it is called, and the words for it.
KINDS = {
    "create": ("create", "create, answered 201"),
    "async": ("create", "create, respond-async 202"),
    "accept": ("accept", "accept"),
}
_PEERS = (django_peer.NAME, auth_peer.NAME)
_PATIENCE = 300

Seen = Mapping[str, Sequence[Flown]]


@dataclass(frozen=True)
class _Size:
    """How many rounds, of how many requests, after how many to warm up."""

    rounds: int
    each: int
    warm: int = 16


def measure(run: Run) -> Section:
    """Install the peers, count what a request is made of, then ask all of them in turns."""
    run.tell("looking for the peers")
    found = installed(ROOT, child_environment(os.environ, ROOT), Progress(sys.stderr))
    run.tell("counting calls and statements")
    folder = run.folder / "peers"
    calls = work.of_app(run.around)
    statements = work.of_peers(found, folder / "counted")
    seen = _seen(run, found)
    return Section(
        f"{TITLE} ({CONNECTIONS} connections)",
        [*lines(seen), *work_lines(calls, statements), *_how(found)],
    )


def lines(seen: Mapping[str, Seen]) -> list[Line]:
    """Return rate, median and 95th percentile against each peer, then processor times."""
    found: list[Line] = []
    for kind, (like, words) in KINDS.items():
        beside = seen[like]
        for name in _PEERS:
            found += _compared(words, beside[kind], name, beside[name])
        found.append(_busy_line(words, beside[kind], beside))
    return found


def work_lines(
    calls: Mapping[str, work.Calls], statements: Mapping[str, Mapping[str, work.Statements]]
) -> list[Line]:
    """Return what one request is made of."""
    return [
        Line(
            f"{words}: made of",
            str(calls[kind]),
            "; ".join(f"{name} {of[like]}" for name, of in statements.items()),
        )
        for kind, (like, words) in KINDS.items()
    ]


def _compared(words: str, app: Sequence[Flown], name: str, peer: Sequence[Flown]) -> Iterator[Line]:
    rates = [one.rate for one in app], [one.rate for one in peer]
    yield Line(
        f"{words}: requests/s",
        f"{median(rates[0]):.0f}",
        f"{name} {median(rates[1]):.0f}",
        median_ratio(*rates),
    )
    for label, of in (("median", _median), ("p95", _p95)):
        ours, theirs = [of(one) for one in app], [of(one) for one in peer]
        yield Line(
            f"{words}: {label}",
            f"{median(ours) * 1000:.1f} ms",
            f"{name} {median(theirs) * 1000:.1f} ms",
            median_ratio(ours, theirs),
        )


def _busy_line(words: str, app: Sequence[Flown], beside: Seen) -> Line:
    ours = {name: median([one.busy[name] for one in app]) * 1000 for name in app[0].busy}
    around = ", ".join(f"{name} {ours[name]:.1f}" for name in ours if name != HOST)
    theirs = [
        f"{name} {median([one.busy[name] for one in beside[name]]) * 1000:.1f}"
        for name in (*_PEERS, HELLO)
    ]
    return Line(
        f"{words}: processor ms each", f"{ours[HOST]:.1f} (and {around})", ", ".join(theirs)
    )


def _median(one: Flown) -> float:
    return one.median


def _p95(one: Flown) -> float:
    return one.p95


def _how(found: Installed) -> list[Line]:
    node = answer([str(found.node.path), "--version"], dict(os.environ)) or "Node"
    return [
        Line("runs as", "1 process", f"gunicorn, {django_peer.WORKERS} workers; node {node}"),
        Line("keeps in", "Azurite, HTTP", "SQLite of Django; node:sqlite (both WAL, local file)"),
    ]


def _seen(run: Run, found: Installed) -> dict[str, dict[str, list[Flown]]]:
    size = _Size(3, 24) if run.quick else _Size(7, 40)
    around = run.around
    with ExitStack() as opened:
        folder = run.folder / "peers"
        peers = [
            opened.enter_context(module.running(found, folder / module.NAME))
            for module in (django_peer, auth_peer)
        ]
        hosted = around.web_host("own", ROOT, port=around.ports.app)
        own = Own(opened.enter_context(hosted.running()), around, "own")
        bare = around.web_host("hello", APPS / "hello")
        hello = opened.enter_context(bare.running())
        pids = {
            HOST: hosted.part.child.pid,
            "Azurite": around.storage.pid,
            "simulator": around.simulator.pid,
        }
        greeting = _greeting(f"{hello}/api/Hello", bare.part.child.pid, size)
        run.tell("preparing requests to create")
        creates = [
            msgspec.structs.replace(
                _target("create", pids, own.creates, size), rest=size.each / GRAPH_TAKES
            ),
            _target("async", pids, own.async_creates, size),
            *(_target(peer.name, peer.processes, peer.creates, size) for peer in peers),
            greeting,
        ]
        created = _flown(run, "create", size, creates)
        run.tell("preparing requests to accept: guests sign in, or up")
        # After the others: a code from the sign-in lives for ten minutes.
        accepts = [
            _target("accept", pids, own.accepts, size),
            *(_target(peer.name, peer.processes, peer.accepts, size) for peer in peers),
            greeting,
        ]
        return {"create": created, "accept": _flown(run, "accept", size, accepts)}


def _greeting(url: str, pid: int, size: _Size) -> Target:
    """Return what the app's host costs by itself: so little that it takes many to be seen."""
    many = replace(size, each=20 * size.each)
    return _target(HELLO, {HELLO: pid}, lambda number: [Shot(url, 200, {})] * number, many)


def _flown(run: Run, what: str, size: _Size, targets: Sequence[Target]) -> dict[str, list[Flown]]:
    run.tell(f"{what}: {size.rounds} rounds of {size.each} requests to each")
    done = subprocess.run(
        [sys.executable, "-m", "dev.bench.volley"],
        cwd=ROOT,
        input=msgspec.json.encode(Plan(targets, CONNECTIONS)),
        capture_output=True,
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode:
        raise NotMeasured(f"The client failed:\n{done.stderr.decode()}")
    return by_target([msgspec.json.decode(line, type=Flown) for line in done.stdout.splitlines()])


def by_target(rounds: Sequence[Flown]) -> dict[str, list[Flown]]:
    """Return the rounds of each target, in their order; raises NotMeasured for a wrong answer."""
    found: dict[str, list[Flown]] = {}
    for one in rounds:
        if one.error:
            raise NotMeasured(f"{one.name} answered {one.error}")
        found.setdefault(one.name, []).append(one)
    return found


def _target(
    name: str, processes: Mapping[str, int], prepare: Callable[[int], list[Shot]], size: _Size
) -> Target:
    shots = prepare(size.warm + size.rounds * size.each)
    rest = shots[size.warm :]
    rounds = [rest[at : at + size.each] for at in range(0, len(rest), size.each)]
    return Target(name, shots[: size.warm], rounds, dict(processes))
