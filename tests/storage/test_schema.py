"""Rows as the first version wrote them are read, found and rewritten; newer ones are left alone."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from azure.data.tables import TableServiceClient
from azure.data.tables.aio import TableClient

from dev.backup.entities import from_line
from dev.parts import ROOT
from shared.domain.errors import AddressAlreadyInvited, Unavailable
from shared.domain.invitation import EmailFate, Event, State
from shared.outer import rows
from shared.outer.company_table import CompanyTable
from shared.outer.invitation_table import InvitationTable
from shared.outer.life_table import LifeTable
from shared.outer.row_migration import RowMigration
from shared.outer.schema import COLUMN, SCHEMA, upgraded
from shared.outer.tables import Table
from shared.outer.transaction import Operation
from tests.samples import NOW, invitation

FIRST = ROOT / "tests" / "data" / "rows" / "first.ndjson"
QUEUED, SENT, ACCEPTED, COMPLETED, FAILED = (
    f"f1{n}00000-0000-4000-8000-00000000000{n}" for n in range(1, 6)
)
LATER = datetime(2027, 11, 20, tzinfo=UTC)
NAMES = ("Invitations", "InvitationIndex", "Companies")


@pytest.fixture
def first(azurite: str) -> Iterator[TableServiceClient]:
    """An account with what the first version has left, and nothing else."""
    content = defaultdict(list)
    for line in FIRST.read_bytes().splitlines():
        read = json.loads(line)
        content[read["table"]].append(from_line(json.dumps(read["row"]).encode()))
    with TableServiceClient.from_connection_string(azurite) as service:
        for name in NAMES:
            service.delete_table(name)
            table = service.create_table(name)
            for row in content[name]:
                table.create_entity(row)
        yield service
        for name in NAMES:
            service.delete_table(name)


@pytest.fixture
async def opened(azurite: str, first: TableServiceClient) -> AsyncIterator[dict[str, Table]]:
    tables = {name: Table(TableClient.from_connection_string(azurite, name)) for name in NAMES}
    yield tables
    for table in tables.values():
        await table.close()


@pytest.fixture
def store(opened: dict[str, Table]) -> InvitationTable:
    return InvitationTable(opened["Invitations"], opened["InvitationIndex"])


@pytest.fixture
def migration(opened: dict[str, Table]) -> RowMigration:
    return RowMigration(opened["Invitations"], lambda: LATER)


async def test_everything_of_the_first_version_is_read(
    store: InvitationTable, opened: dict[str, Table]
) -> None:
    found = [await store.get(id_) for id_ in (QUEUED, SENT, ACCEPTED, COMPLETED, FAILED)]
    assert [one.state.value for one in found if one] == [
        "queued",
        "sent",
        "accepted",
        "completed",
        "failed",
    ]
    link = await store.link(SENT)
    assert link is not None
    assert link.redeem_url == "https://login.example/redeem?x=1"
    assert [event.kind for event in await store.history(SENT)] == [
        "InvitationCreated",
        "InvitationSent",
    ]
    completed = found[3]
    assert completed is not None
    assert [change.field for change in completed.changes] == ["phone"]
    company = await CompanyTable(opened["Companies"]).get("GFMS", completed.company_id)
    assert company is not None
    assert company.data.city == "Biel"


async def test_an_address_of_the_first_version_is_still_held(store: InvitationTable) -> None:
    held = await store.get(SENT)
    assert held is not None
    draft = invitation(organisation="GFMS", guest=held.guest)
    with pytest.raises(AddressAlreadyInvited):
        await store.claim(draft, fingerprint="other", idempotency_key="", now=NOW)


async def test_a_row_of_the_first_version_is_changed_into_todays(
    store: InvitationTable, opened: dict[str, Table]
) -> None:
    found = await store.get(SENT)
    assert found is not None
    event = Event("InvitationAccepted", NOW, "oid")
    await store.save(found.to(State.ACCEPTED, email=EmailFate.DELIVERED), event)
    row = await opened["Invitations"].get("f12", SENT)
    assert row[COLUMN] == SCHEMA
    assert row["erased"] is False


async def test_retention_finds_what_the_first_version_left_once_it_is_rewritten(
    opened: dict[str, Table], migration: RowMigration
) -> None:
    life = LifeTable(opened["Invitations"], opened["InvitationIndex"])
    assert [id_ async for id_ in life.ended(LATER)] == []
    assert [id_ async for id_ in life.about("willy@urs-mechanik.example")] == []
    assert await migration.run() == 5
    assert sorted([id_ async for id_ in life.ended(LATER)]) == [QUEUED, SENT, COMPLETED, FAILED]
    # The contact's address was registered with capitals.
    assert QUEUED in [id_ async for id_ in life.about("willy@urs-mechanik.example")]
    assert await migration.run() == 0


async def test_rewriting_changes_nothing_but_the_shape(
    store: InvitationTable, migration: RowMigration
) -> None:
    before = await store.get(SENT)
    await migration.run()
    assert await store.get(SENT) == before


async def test_it_stops_in_time_and_goes_on_the_next_time(opened: dict[str, Table]) -> None:
    more = [rows.to_row(invitation(id=f"abc0000{n}-0000-4000-8000-000000000000")) for n in range(9)]
    for row in more:
        del row[COLUMN]
        await opened["Invitations"].write([Operation("POST", row)])
    times = iter([NOW, *[NOW + timedelta(minutes=5)] * 99])
    slow = RowMigration(opened["Invitations"], lambda: next(times))
    assert await slow.run() == 8
    assert await RowMigration(opened["Invitations"], lambda: NOW).run() == 6


async def test_a_row_of_a_newer_version_is_not_touched(
    first: TableServiceClient, store: InvitationTable, migration: RowMigration
) -> None:
    keys: dict[str, Any] = {"PartitionKey": "f12", "RowKey": SENT}
    first.get_table_client("Invitations").update_entity(keys | {COLUMN: SCHEMA + 1})
    with pytest.raises(Unavailable):
        await store.get(SENT)
    with pytest.raises(Unavailable):
        await store.link(SENT)
    assert await migration.run() == 4


def test_each_step_leads_to_the_next_shape() -> None:
    steps = {
        1: lambda row: {**row, "b": row["a"] + 1},
        2: lambda row: {**row, "c": row["b"] + 1},
    }
    assert upgraded({"a": 1}, steps) == {"a": 1, "b": 2, "c": 3, COLUMN: 3}
    assert upgraded({"a": 1, "b": 5, COLUMN: 2}, steps) == {"a": 1, "b": 5, "c": 6, COLUMN: 3}
    assert upgraded({"a": 1, COLUMN: 3}, steps) == {"a": 1, COLUMN: 3}
