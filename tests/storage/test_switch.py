"""The stop switch and the first sightings of keys, on real tables."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from azure.data.tables.aio import TableClient

from shared.domain.errors import LostRace
from shared.domain.halt import Switch
from shared.outer.key_table import KeyTable
from shared.outer.storage import client_options
from shared.outer.switch_table import HISTORY, PARTITION, SwitchTable
from shared.outer.tables import Table
from shared.usecases.halting import turn

NOW = datetime(2026, 11, 20, 3, 12, tzinfo=UTC)


@pytest.fixture
async def table(azurite: str) -> AsyncIterator[Table]:
    """A table that is not there yet."""
    name = f"Pace{uuid.uuid4().hex}"
    async with TableClient.from_connection_string(azurite, name, **client_options()) as client:
        yield Table(client)


async def test_it_is_kept_with_who_turned_it_before(table: Table) -> None:
    store, now = SwitchTable(table), NOW
    assert await store.read() == (Switch(), "")
    for paused in (True, False, True):
        now += timedelta(minutes=1)
        await turn(paused, by="eva", why="Übung", store=store, clock=lambda at=now: at)  # type: ignore[misc]  # its default is its only argument
    switch, _ = await store.read()
    assert switch == Switch(paused=True, by="eva", at=NOW + timedelta(minutes=3), why="Übung")
    notes = await table.rows(PARTITION, HISTORY, f"{HISTORY}~")
    assert [note["paused"] for note in notes] == [True, False, True]


async def test_of_two_who_turn_it_one_begins_anew(table: Table) -> None:
    store = SwitchTable(table)
    await store.write(Switch(paused=True, by="a", at=NOW), "")
    with pytest.raises(LostRace):
        await store.write(Switch(paused=True, by="b", at=NOW + timedelta(seconds=1)), "")
    _, version = await store.read()
    await store.write(Switch(by="c", at=NOW + timedelta(seconds=2)), version)
    with pytest.raises(LostRace):
        await store.write(Switch(paused=True, at=NOW + timedelta(seconds=3)), version)


async def test_a_key_is_as_old_as_its_first_sighting(table: Table) -> None:
    store = KeyTable(table)
    assert await store.since(["one"], NOW) == {"one": NOW}
    later = NOW + timedelta(days=200)
    both = await asyncio.gather(*(store.since(["two", "one"], later) for _ in range(3)))
    assert both == [{"two": later, "one": NOW}] * 3
    rows = [row async for row in table.where("PartitionKey ne ''", ["RowKey"])]
    assert not any(key in row["RowKey"] for row in rows for key in ("one", "two"))
