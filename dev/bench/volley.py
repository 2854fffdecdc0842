"""The client for requests that can be made once only: `python -m dev.bench.volley`.

It reads a plan from stdin, and prints what it saw of each round as a line of JSON. Every request
is prepared beforehand; a process of its own, so that it shares no interpreter with what it
measures.
"""

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import aiohttp
import msgspec
from yarl import URL

from dev.bench.figures import interleaved, median, percentile
from dev.bench.processes import seconds_of


class Shot(msgspec.Struct, frozen=True):
    """A request, and how it must be answered; `leads` begins the address that it leads on to."""

    url: str
    expect: int
    headers: dict[str, str]
    body: str = ""
    method: str = "POST"
    leads: str = ""


class Target(msgspec.Struct, frozen=True):
    """Requests to one app, by round, and the processes that work on them, by their names.

    `rest` is how many seconds nobody is asked after each round, where a service behind the app
    takes only so many requests in a time.
    """

    name: str
    warm: Sequence[Shot]
    rounds: Sequence[Sequence[Shot]]
    processes: dict[str, int] = {}
    rest: float = 0.0


class Plan(msgspec.Struct, frozen=True):
    """What to ask; all targets have the same number of rounds."""

    targets: Sequence[Target]
    connections: int = 8


class Flown(msgspec.Struct, frozen=True):
    """What one round of one target saw; `busy` is processor time for one request, in seconds."""

    name: str
    rate: float = 0.0
    median: float = 0.0
    p95: float = 0.0
    busy: dict[str, float] = {}
    error: str = ""


@dataclass
class _Seen:
    seconds: list[float] = field(default_factory=list)
    error: str = ""


async def generate(plan: Plan) -> None:
    """Warm all targets up, then print a Flown as a line of JSON for each round of each target."""
    connector = aiohttp.TCPConnector(limit=plan.connections)
    timeout = aiohttp.ClientTimeout(total=30)
    # What one answer sets must not go with the next request: each is another guest's.
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, cookie_jar=jar
    ) as session:
        for target in plan.targets:
            warm = await _round(session, target, target.warm, plan.connections)
            if warm.error:
                print(msgspec.json.encode(warm).decode(), flush=True)
                return
        places = {target.name: iter(target.rounds) for target in plan.targets}
        for target in interleaved(plan.targets, len(plan.targets[0].rounds)):
            done = await _round(session, target, next(places[target.name]), plan.connections)
            print(msgspec.json.encode(done).decode(), flush=True)
            await asyncio.sleep(target.rest)


async def _round(
    session: aiohttp.ClientSession, target: Target, shots: Sequence[Shot], connections: int
) -> Flown:
    seen, left = _Seen(), iter(shots)
    busy = {name: seconds_of(pid) for name, pid in target.processes.items()}
    start = time.perf_counter()
    await asyncio.gather(*(_work(session, left, seen) for _ in range(connections)))
    elapsed = time.perf_counter() - start
    if seen.error:
        return Flown(target.name, error=seen.error)
    number = len(seen.seconds)
    return Flown(
        target.name,
        number / elapsed,
        median(seen.seconds),
        percentile(seen.seconds, 0.95),
        {name: (seconds_of(target.processes[name]) - busy[name]) / number for name in busy},
    )


async def _work(session: aiohttp.ClientSession, left: Iterator[Shot], seen: _Seen) -> None:
    while not seen.error and (shot := next(left, None)) is not None:
        await _ask(session, shot, seen)


async def _ask(session: aiohttp.ClientSession, shot: Shot, seen: _Seen) -> None:
    start = time.perf_counter()
    try:
        async with session.request(
            shot.method,
            URL(shot.url, encoded=True),
            data=shot.body.encode() or None,
            headers=shot.headers,
            allow_redirects=False,
        ) as answer:
            content = await answer.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        seen.error = f"{type(error).__name__}: {error}"
        return
    seen.seconds.append(time.perf_counter() - start)
    led = answer.headers.get("Location", "")
    if answer.status != shot.expect:
        seen.error = f"{answer.status}: {content[:300].decode(errors='replace')}"
    elif not led.startswith(shot.leads):
        seen.error = f"{answer.status}, and led to {led.partition('?')[0]}"


if __name__ == "__main__":
    asyncio.run(generate(msgspec.json.decode(sys.stdin.buffer.read(), type=Plan)))
