"""A fresh storage account has no tables; one that is down is told as Unavailable."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from azure.core.exceptions import HttpResponseError
from azure.data.tables.aio import TableClient

from dev.ports import Ports
from dev.settings import connection_string
from shared.domain.company import Company
from shared.domain.errors import Unavailable
from shared.domain.invitation import Event
from shared.outer.company_table import CompanyTable
from shared.outer.invitation_table import InvitationTable
from shared.outer.storage import client_options, told_as_unavailable
from shared.outer.tables import Table
from shared.services import Services
from shared.usecases.ports import Task
from tests.samples import COMPANY, NOW, invitation, settings

CREATED = Event("InvitationCreated", NOW, "tamer@gfms.example")
FAST = {"retry_total": 0}


async def opened(stack: AsyncExitStack, connection: str, names: list[str]) -> list[Table]:
    options = client_options() | FAST
    return [
        Table(
            await stack.enter_async_context(
                TableClient.from_connection_string(connection, name, **options)
            )
        )
        for name in names
    ]


@pytest.fixture
async def fresh(azurite: str) -> AsyncIterator[tuple[InvitationTable, CompanyTable]]:
    """Stores whose tables do not exist."""
    names = [f"T{uuid.uuid4().hex}" for _ in range(3)]
    async with AsyncExitStack() as stack:
        invitations, index, companies = await opened(stack, azurite, names)
        yield InvitationTable(invitations, index), CompanyTable(companies)


@pytest.fixture
async def down() -> AsyncIterator[tuple[InvitationTable, CompanyTable]]:
    """Stores to which no connection can be made."""
    nobody = connection_string(Ports.free())
    async with AsyncExitStack() as stack:
        invitations, index, companies = await opened(stack, nobody, ["A1a", "B1b", "C1c"])
        yield InvitationTable(invitations, index), CompanyTable(companies)


type Stores = tuple[InvitationTable, CompanyTable]


async def test_reading_makes_no_table(fresh: Stores) -> None:
    store, companies = fresh
    assert await store.get("7ecbaadb-3c74-4d57-90aa-7d0678fd81f6") is None
    assert await store.link("7ecbaadb-3c74-4d57-90aa-7d0678fd81f6") is None
    assert await store.history("7ecbaadb-3c74-4d57-90aa-7d0678fd81f6") == []
    assert await companies.find("GFMS", ("key",)) is None


async def test_writing_makes_the_table_even_by_many_at_once(fresh: Stores) -> None:
    store, companies = fresh
    drafts = [invitation() for _ in range(5)]
    await asyncio.gather(
        *(store.claim(one, fingerprint="f", idempotency_key="", now=NOW) for one in drafts)
    )
    await asyncio.gather(*(store.add(one, CREATED) for one in drafts))
    assert await store.get(drafts[4].id) is not None
    company = Company("c", "GFMS", COMPANY, NOW.isoformat())
    assert await companies.add(company, ("key",))
    assert await companies.find("GFMS", ("key",)) == company


async def test_releasing_in_a_fresh_account_does_no_harm(fresh: Stores) -> None:
    await fresh[0].release(invitation(), idempotency_key="key")


async def test_storage_that_is_down_is_unavailable(down: Stores) -> None:
    store, companies = down
    draft = invitation(version='W/"1"')
    company = Company("c", "GFMS", COMPANY, NOW.isoformat())
    calls: list[Callable[[], Awaitable[object]]] = [
        lambda: store.claim(draft, fingerprint="f", idempotency_key="", now=NOW),
        lambda: store.add(draft, CREATED),
        lambda: store.get(draft.id),
        lambda: store.link(draft.id),
        lambda: store.save(draft),
        lambda: store.history(draft.id),
        lambda: companies.find("GFMS", ("key",)),
        lambda: companies.get("GFMS", "c"),
        lambda: companies.add(company, ("key",)),
    ]
    for call in calls:
        with pytest.raises(Unavailable) as caught:
            await call()
        assert caught.value.retry_after == 5
    await store.release(draft, idempotency_key="")


async def test_a_queue_that_is_down_is_unavailable() -> None:
    nobody = connection_string(Ports.free())
    services = Services(settings(AzureWebJobsStorage=nobody))
    # As the app composes them, retries included: a person waits for this answer.
    async with asyncio.timeout(10):
        with pytest.raises(Unavailable):
            await services.invitation_queue.send(Task("i", "t", NOW))
        with pytest.raises(Unavailable):
            await services.events.publish({})
    await services.invitation_queue.close()
    await services.events.close()


@pytest.mark.parametrize(
    ("status", "expected"), [(429, Unavailable), (500, Unavailable), (503, Unavailable)]
)
async def test_throttling_and_errors_of_storage_are_unavailable(
    status: int, expected: type[Exception]
) -> None:
    with pytest.raises(expected):
        await _answering(status)


@pytest.mark.parametrize("status", [400, 403, 413])
async def test_a_refusal_of_storage_is_our_mistake_and_shown_as_such(status: int) -> None:
    with pytest.raises(HttpResponseError):
        await _answering(status)


@told_as_unavailable
async def _answering(status: int) -> None:
    error = HttpResponseError("no")
    error.status_code = status
    raise error
