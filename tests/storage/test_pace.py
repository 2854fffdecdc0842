"""The one row that all instances share, on real tables."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from azure.data.tables.aio import TableClient

from shared.domain.errors import LostRace
from shared.domain.pace import Asked, Pace, Place
from shared.domain.quota import Quota
from shared.outer.pace_table import PaceTable
from shared.outer.storage import client_options
from shared.outer.tables import Table
from shared.usecases.pacer import Pacer

QUOTAS = (Quota(40, 60), Quota(25, 3600))
FULL = Pace(
    sent=tuple(tuple((1_800_000_000.123 + n, 9) for n in range(121)) for _ in range(2)),
    line=tuple(Place("0123456789abcdef", 1_800_000_000.123) for _ in range(100)),
    paused_until=1_800_000_000.5,
    bulk_told=1_800_000_000.25,
)


@pytest.fixture
async def table(azurite: str) -> AsyncIterator[Table]:
    """A table that is not there yet."""
    name = f"Pace{uuid.uuid4().hex}"
    async with TableClient.from_connection_string(azurite, name, **client_options()) as client:
        yield Table(client)


async def test_nothing_yet_then_what_was_written(table: Table) -> None:
    row = PaceTable(table, "sends")
    assert await row.read() == (Pace(), "")
    version = await row.write(FULL, "")
    assert await row.read() == (FULL, version)
    assert await PaceTable(table, "checks").read() == (Pace(), "")


async def test_whoever_was_slower_loses(table: Table) -> None:
    row = PaceTable(table, "sends")
    first = await row.write(Pace(paused_until=1), "")
    with pytest.raises(LostRace):
        await row.write(Pace(paused_until=2), "")
    await row.write(Pace(paused_until=3), first)
    with pytest.raises(LostRace):
        await row.write(Pace(paused_until=4), first)
    assert (await row.read())[0].paused_until == 3


async def test_many_instances_together_get_no_more_than_the_quota(table: Table) -> None:
    """Five instances, 16 askers each: 25 go, and each of the others is told when."""
    instances = [
        Pacer(PaceTable(table, "sends"), QUOTAS, lambda: datetime.now(UTC)) for _ in range(5)
    ]
    answers = await asyncio.gather(
        *(
            pacer.ask(Asked(f"{number} of {one}"))
            for one, pacer in enumerate(instances)
            for number in range(16)
        )
    )
    assert sum(answer.granted for answer in answers) == 25
    # A fresh instance knows as much.
    fresh = Pacer(PaceTable(table, "sends"), QUOTAS, lambda: datetime.now(UTC))
    assert not (await fresh.ask(Asked("late"))).granted
    await fresh.pause(7200, Asked("bulk", bulk=True))
    other = await instances[0].ask(Asked("another"))
    assert other.at > datetime.now(UTC).timestamp() + 7000
