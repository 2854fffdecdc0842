"""The share of the provider's quota that a rush uses, in virtual time."""

import asyncio
from contextlib import AsyncExitStack

from azure.data.tables.aio import TableClient

from dev.bench.run import Run
from dev.bench.table import Bar, Line, Section
from dev.rush.memory import MemoryPace, MemoryStore
from dev.rush.rush import Outcome, Plan, Rush
from dev.settings import connection_string
from shared.outer.invitation_table import InvitationTable
from shared.outer.pace_table import CHECKS, SENDS, PaceTable
from shared.outer.storage import client_options
from shared.outer.tables import Table

TITLE = "a rush on a quota of 30 e-mails a minute and 100 an hour (virtual time)"
LEAST = Bar(0.95, at_least=True)
NONE = Bar(0)
_HOUR = 3600


def measure(run: Run) -> Section:
    """Send many with a provider without faults and one at its worst, then fewer on Azurite."""
    many, few = (400, 60) if run.quick else (2000, 250)
    run.tell(f"{many} invitations, a provider without faults")
    well = asyncio.run(_in_memory(Plan(many)))
    run.tell(f"{many} invitations, a provider at its worst")
    badly = asyncio.run(_in_memory(Plan(many, faulty=True)))
    connection = connection_string(run.around.ports)
    run.tell(f"{few} invitations in tables")
    stored = asyncio.run(_on_azurite(Plan(few, faulty=True), connection))
    return Section(TITLE, lines(well, badly, stored))


def lines(well: Outcome, badly: Outcome, stored: Outcome) -> list[Line]:
    """Return the shares, and what arrived other than once or came over the quota."""
    return [
        _used("quota used, no faults", well, well.requests_share),
        _used("with every 3rd refused, every 10th a crash", badly, badly.requests_share),
        _arrived("arrived, no faults", well),
        _arrived("arrived, with faults", badly),
        *_wrong("no faults", well),
        *_wrong("with faults", badly),
        *_wrong("with faults, in tables", stored),
    ]


def _used(what: str, seen: Outcome, share: float) -> Line:
    requests = f"{len(seen.provider.sends.times)} requests in {seen.seconds / _HOUR:.1f} h"
    return Line(what, f"{share:.1%}", requests, share, LEAST)


def _arrived(what: str, seen: Outcome) -> Line:
    provider = seen.provider
    against = f"{len(seen.addresses)} e-mails, {provider.refused} refused, {provider.deaths} deaths"
    return Line(what, f"{seen.taken_share:.1%}", against)


def _wrong(what: str, seen: Outcome) -> list[Line]:
    over = seen.provider.sends.exceeded + seen.provider.checks.exceeded
    return [
        Line(f"not exactly once, {what}", str(len(seen.not_once)), f"of {len(seen.addresses)}",
             len(seen.not_once), NONE, is_ratio=False),
        Line(f"over a quota, {what}", str(over), "", over, NONE, is_ratio=False),
    ]  # fmt: skip


async def _in_memory(plan: Plan) -> Outcome:
    return await Rush(plan, MemoryStore(), MemoryPace(), MemoryPace()).run()


async def _on_azurite(plan: Plan, connection: str) -> Outcome:
    async with AsyncExitStack() as opened:

        async def table(name: str) -> Table:
            client = TableClient.from_connection_string(connection, name, **client_options())
            return Table(await opened.enter_async_context(client))

        store = InvitationTable(await table("Invitations"), await table("InvitationIndex"))
        pace = await table("Pace")
        return await Rush(plan, store, PaceTable(pace, SENDS), PaceTable(pace, CHECKS)).run()
