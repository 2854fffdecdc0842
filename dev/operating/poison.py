"""See what a deployed app gave up, why, and have it tried again. The app itself may be down."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from dev.operating import options
from dev.operating.given_up import MESSAGE, GivenUp, everything
from dev.operating.requeuing import Wanted, of_queue, of_row
from dev.operating.store import NoStorage, Store
from shared.domain.errors import Unavailable

_LIST, _REQUEUE = "list", "requeue"
_SHORTEST = 4


def main(arguments: list[str]) -> int:
    """Print what was given up, or what became of it; return 1 where something went wrong."""
    from azure.core.exceptions import AzureError

    parser = argparse.ArgumentParser(prog="python3 -m dev poison", description=__doc__)
    options.add_poison(parser)
    asked = parser.parse_args(arguments)
    if asked.what == _REQUEUE and bool(asked.id) == asked.all:
        parser.error("requeue takes ids, or --all")
    if any(len(one) < _SHORTEST for one in asked.id):
        parser.error(f"an id has {_SHORTEST} characters at least")
    try:
        return asyncio.run(_run(asked))
    except (NoStorage, Unavailable, AzureError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1


async def _run(asked: argparse.Namespace) -> int:
    async with Store(asked.connection or "", asked.account or "") as store:
        found = [one async for one in everything(store) if _is_named(one, asked.id)]
        if asked.what == _REQUEUE:
            return await _requeue(found, asked, store)
    for one in found:
        print(line(one, shown=asked.show_addresses))
        if asked.what != _LIST:
            print(f"    why:  {one.why}\n    next: {one.next_step}")
    print(f"{len(found)} given up")
    return 0


async def _requeue(found: Sequence[GivenUp], asked: argparse.Namespace, store: Store) -> int:
    def wanted(one: GivenUp) -> bool:
        return _is_named(one, asked.id)

    await _requeue_messages(found, wanted, store, asked)
    for one in found:
        if one.kind != MESSAGE:
            outcome = await of_row(one, store, asked.by)
            print(f"{line(one, shown=asked.show_addresses)}: {outcome}")
    if not found:
        print("nothing such was given up")
    return 0 if found or asked.all else 1


async def _requeue_messages(
    found: Sequence[GivenUp], wanted: Wanted, store: Store, asked: argparse.Namespace
) -> None:
    for queue in sorted({one.queue for one in found if one.kind == MESSAGE}):
        for one, outcome in await of_queue(queue, wanted, store, asked.by):
            print(f"{line(one, shown=asked.show_addresses)}: {outcome}")


def line(one: GivenUp, *, shown: bool) -> str:
    """Return it in one line, with the address only where it was asked for."""
    where = f"on {one.queue}, {one.tries} tries" if one.queue else "noted by the app"
    age = f", {_age(one.since)} old" if one.since else ""
    state = f", invitation {one.state}" if one.state else ""
    address = f", {one.address}" if shown and one.address else ""
    return f"{one.name:<12} {one.kind:<10} {where}{age}{state}{address}"


def _age(since: datetime) -> str:
    hours = (datetime.now(UTC) - since).total_seconds() / 3600
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.0f} days"


def _is_named(one: GivenUp, names: Sequence[str]) -> bool:
    return not names or any(one.name.startswith(name) for name in names)
