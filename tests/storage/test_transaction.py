"""Transactions as we write them do what the SDK's own do, to the byte of each row."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from azure.core import MatchConditions
from azure.data.tables import TableServiceClient
from azure.data.tables.aio import TableClient

from shared.domain.errors import LostRace
from shared.outer.tables import (
    AlreadyThere,
    Table,
    create,
    delete,
    delete_unchanged,
    put,
    replace,
    update,
)
from shared.outer.transaction import MOST_IN_ONE, Operation

NAMES = ("Ours", "Theirs")
PARTITION = "o'Brien & Söhne %41 + §"
KEYS = ("plain", "it's ' here", "100%", "a+b c", "ü€한😀", "semi;colon,comma(paren)=")
ROW: dict[str, Any] = {
    "text": 'quotes " and \\ and \r\n lines; HTTP/1.1 409; 한국어 😀',
    "nothing": "",
    "missing": None,
    "number": 2**31 - 1,
    "negative": -(2**31),
    "yes": True,
    "no": False,
    "at": datetime(2026, 11, 21, 9, 30, 1, 123456, UTC),
    "elsewhere": datetime(2026, 11, 21, 9, 30, tzinfo=timezone(timedelta(hours=9))),
    "bytes": bytes(range(256)),
}


@pytest.fixture
async def ours(azurite: str) -> AsyncIterator[Table]:
    """A table that there is not yet."""
    with TableServiceClient.from_connection_string(azurite) as service:
        for name in NAMES:
            service.delete_table(name)
    async with TableClient.from_connection_string(azurite, NAMES[0]) as client:
        yield Table(client)


@pytest.fixture
def theirs(azurite: str) -> Callable[..., None]:
    """The same by the SDK alone."""

    def write(*operations: Any) -> None:
        with TableServiceClient.from_connection_string(azurite) as service:
            service.create_table_if_not_exists(NAMES[1]).submit_transaction(operations)

    return write


def stored(azurite: str, name: str) -> dict[str, dict[str, Any]]:
    """Return what stands in a table."""
    with TableServiceClient.from_connection_string(azurite) as service:
        found = service.get_table_client(name).list_entities()
        return {row["RowKey"]: dict(row) for row in found}


def same(azurite: str) -> bool:
    """Return whether both tables hold the same rows, without our stamp of their shape."""
    mine, sdk = (stored(azurite, name) for name in NAMES)
    for row in mine.values():
        del row["schema"]
    return mine == sdk != {}


def row(key: str, **more: Any) -> dict[str, Any]:
    return {"PartitionKey": PARTITION, "RowKey": key} | more


async def test_each_operation_leaves_what_the_sdks_own_leaves(
    ours: Table, theirs: Callable[..., None], azurite: str
) -> None:
    wholes = [row(key, **ROW) for key in KEYS]
    versions = await ours.write([create(one) for one in wholes])
    theirs(*(("create", one) for one in wholes))
    assert same(azurite)

    less, only = row(KEYS[1], text="less"), {"match_condition": MatchConditions.IfNotModified}
    with TableServiceClient.from_connection_string(azurite) as service:
        table = service.get_table_client(NAMES[1])
        tags = [table.get_entity(PARTITION, key).metadata["etag"] for key in KEYS]
    after = await ours.write(
        [
            update(row(KEYS[0], text="changed", number=1), versions[0]),
            replace(less, versions[1]),
            put(row(KEYS[2], text="put")),
            put(row("new", text="put")),
            delete(PARTITION, KEYS[3]),
            delete_unchanged(PARTITION, KEYS[4], versions[4]),
        ]
    )
    theirs(
        ("update", row(KEYS[0], text="changed", number=1), only | {"etag": tags[0]}),
        ("update", less, only | {"etag": tags[1], "mode": "replace"}),
        ("upsert", row(KEYS[2], text="put"), {"mode": "replace"}),
        ("upsert", row("new", text="put"), {"mode": "replace"}),
        ("delete", row(KEYS[3])),
        ("delete", row(KEYS[4]), only | {"etag": tags[4]}),
    )
    assert same(azurite)
    assert [bool(version) for version in after] == [True, True, True, True, False, False]
    read = await ours.get(PARTITION, KEYS[0])
    assert read.metadata["etag"] == after[0] != versions[0]


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (create(row("a")), AlreadyThere),
        (update(row("a", text="x"), "W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\""), LostRace),
        (replace(row("a"), "W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\""), LostRace),
        (update(row("missing", text="x"), "*"), LostRace),
        (delete(PARTITION, "missing"), LostRace),
        (
            delete_unchanged(PARTITION, "a", "W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\""),
            LostRace,
        ),
    ],
)
async def test_all_or_nothing(ours: Table, refused: Operation, why: type[Exception]) -> None:
    await ours.write([create(row("a"))])
    with pytest.raises(why):
        await ours.write([create(row("b")), refused, create(row("c"))])
    assert [one["RowKey"] for one in await ours.rows(PARTITION, "", "~")] == ["a"]


async def test_a_hundred_fit_and_their_versions_come_in_their_order(ours: Table) -> None:
    keys = [f"{number:03d}" for number in range(MOST_IN_ONE)]
    versions = await ours.write([create(row(key)) for key in keys])
    assert len(versions) == MOST_IN_ONE
    await ours.write([update(row(keys[70], text="x"), versions[70])])


@pytest.mark.parametrize("value", [1.5, 2**31, -(2**31) - 1, ["list"], ("1", "Edm.Int64")])
async def test_what_has_no_type_of_ours_is_not_written(ours: Table, value: object) -> None:
    with pytest.raises(TypeError, match="odd"):
        await ours.write([create(row("a", odd=value))])
