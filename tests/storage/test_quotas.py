"""Quotas on real tables: counted once by all instances together."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
from azure.data.tables.aio import TableClient

from shared.domain.errors import LostRace, QuotaExceeded
from shared.domain.invitee_window import Window
from shared.outer.quota_table import QuotaTable
from shared.outer.storage import client_options
from shared.outer.tables import Table
from shared.usecases.invitee_quota import Limits, StoredQuota

TAMER = "tamer@gfms.example"
LIMITS = Limits(inviter=30, organisation=40)


@pytest.fixture
async def table(azurite: str) -> AsyncIterator[Table]:
    """A table that is not there yet."""
    name = f"Quotas{uuid.uuid4().hex}"
    async with TableClient.from_connection_string(azurite, name, **client_options()) as client:
        yield Table(client)


@pytest.fixture
def instance(table: Table) -> Callable[[Limits], StoredQuota]:
    """Makes instances of the app, as far as quotas go."""
    return lambda limits: StoredQuota(QuotaTable(table), limits, lambda: datetime.now(UTC))


type Instances = Callable[[Limits], StoredQuota]


async def spend(quota: StoredQuota, inviter: str = TAMER, count: int = 1) -> bool:
    try:
        await quota.spend(inviter, "GFMS", count)
    except QuotaExceeded:
        return False
    return True


async def test_nothing_yet_then_what_was_written(table: Table) -> None:
    store, rows = QuotaTable(table), ("inviter_x", "organisation")
    assert await store.read("p", rows) == dict.fromkeys(rows, (Window(), ""))
    one, two = Window(((500_000, 3),)), Window(((499_999, 1), (500_000, 9)))
    await store.write("p", {"inviter_x": (one, ""), "organisation": (two, "")})
    read = await store.read("p", rows)
    assert [window for window, _ in read.values()] == [one, two]
    assert (await store.read("p", ("organisation",)))["organisation"][0] == two
    assert (await store.read("q", rows))["organisation"] == (Window(), "")


async def test_whoever_was_slower_changes_neither_row(table: Table) -> None:
    store, rows = QuotaTable(table), ("inviter_x", "organisation")
    nothing = await store.read("p", rows)
    window = Window(((500_000, 1),))
    await store.write("p", {"organisation": (window, "")})
    with pytest.raises(LostRace):
        await store.write("p", {row: (window, version) for row, (_, version) in nothing.items()})
    read = await store.read("p", rows)
    assert read["inviter_x"] == (Window(), "")
    await store.write("p", {"organisation": (Window(), read["organisation"][1])})
    with pytest.raises(LostRace):
        await store.write("p", {"organisation": (window, read["organisation"][1])})


async def test_fifty_at_once_of_five_instances_spend_exactly_the_quota(
    instance: Instances,
) -> None:
    instances = [instance(LIMITS) for _ in range(5)]
    answers = await asyncio.gather(*(spend(instances[number % 5]) for number in range(50)))
    assert answers.count(True) == 30
    others = await asyncio.gather(
        *(spend(instances[number % 5], f"other{number}@gfms.example") for number in range(15))
    )
    assert others.count(True) == 10
    assert not await spend(instance(LIMITS), "fresh@gfms.example")


async def test_rows_of_an_import_count_each(instance: Instances) -> None:
    one, two = instance(LIMITS), instance(LIMITS)
    assert await spend(one, count=20)
    assert not await spend(two, count=20)
    assert await spend(two, count=10)
    await one.give_back(TAMER, "GFMS", 10)
    assert await spend(two, count=10)


async def test_spending_and_giving_back_at_once_loses_nothing(instance: Instances) -> None:
    instances = [instance(Limits(organisation=1000)) for _ in range(4)]
    await instances[0].spend(TAMER, "GFMS", 100)
    await asyncio.gather(
        *(one.spend(TAMER, "GFMS", 2) for one in instances for _ in range(5)),
        *(one.give_back(TAMER, "GFMS", 1) for one in instances for _ in range(5)),
    )
    assert not await spend(instance(Limits(organisation=120)))
    assert await spend(instance(Limits(organisation=121)))
