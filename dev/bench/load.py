"""The load generator: `python -m dev.bench.load` reads a plan from stdin and prints what it saw.

A process of its own, so that it shares no interpreter with what it measures. Each round of each
target is bounded in count and in time.
"""

import asyncio
import itertools
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import aiohttp
import msgspec

from dev.bench.figures import interleaved, percentile

UNIQUE = "{unique}"


class Target(msgspec.Struct, frozen=True):
    """A request that is sent again and again; `{unique}` in the body is another text each time."""

    name: str
    url: str
    expect: int
    method: str = "GET"
    headers: dict[str, str] = {}
    body: str = ""


class Plan(msgspec.Struct, frozen=True):
    """How often and how long; `seconds` and `count` bound one round of one target."""

    targets: list[Target]
    rounds: int
    seconds: float
    count: int = 10_000
    connections: int = 16
    warm_up: float = 0.5


class Round(msgspec.Struct, frozen=True):
    """What one round of one target saw; `error` is the first answer that was not expected."""

    name: str
    rate: float = 0.0
    p99: float = 0.0
    error: str = ""


@dataclass
class _Seen:
    seconds: list[float] = field(default_factory=list)
    error: str = ""


async def generate(plan: Plan) -> None:
    """Warm all targets up, then print a Round as a line of JSON for each round of each target."""
    numbers = itertools.count()
    connector = aiohttp.TCPConnector(limit=plan.connections)
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        for target in plan.targets:
            await _round(session, target, plan, plan.warm_up, numbers)
        for target in interleaved(plan.targets, plan.rounds):
            done = await _round(session, target, plan, plan.seconds, numbers)
            print(msgspec.json.encode(done).decode(), flush=True)


async def _round(
    session: aiohttp.ClientSession,
    target: Target,
    plan: Plan,
    seconds: float,
    numbers: Iterator[int],
) -> Round:
    seen = _Seen()
    left = iter(range(plan.count))
    start = time.perf_counter()
    end = start + seconds

    async def work() -> None:
        while not seen.error and time.perf_counter() < end and next(left, None) is not None:
            await _ask(session, target, next(numbers), seen)

    await asyncio.gather(*(work() for _ in range(plan.connections)))
    elapsed = time.perf_counter() - start
    if seen.error:
        return Round(target.name, error=seen.error)
    return Round(target.name, len(seen.seconds) / elapsed, percentile(seen.seconds, 0.99))


async def _ask(session: aiohttp.ClientSession, target: Target, number: int, seen: _Seen) -> None:
    data = target.body.replace(UNIQUE, str(number)).encode() if target.body else None
    start = time.perf_counter()
    try:
        async with session.request(
            target.method, target.url, data=data, headers=target.headers, allow_redirects=False
        ) as answer:
            content = await answer.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        seen.error = f"{type(error).__name__}: {error}"
        return
    if answer.status != target.expect:
        seen.error = f"{answer.status}: {content[:300].decode(errors='replace')}"
    seen.seconds.append(time.perf_counter() - start)


if __name__ == "__main__":
    asyncio.run(generate(msgspec.json.decode(sys.stdin.buffer.read(), type=Plan)))
