"""The drafts of e-mails in their table."""

import uuid
from collections.abc import AsyncIterator

import pytest
from azure.data.tables.aio import TableClient

from shared.outer.draft_table import DraftTable
from shared.outer.storage import client_options
from shared.outer.tables import Table
from tests.samples import NOW


@pytest.fixture
async def drafts(azurite: str) -> AsyncIterator[DraftTable]:
    name = f"Drafts{uuid.uuid4().hex}"
    table = Table(TableClient.from_connection_string(azurite, name, **client_options()))
    made = DraftTable(table, lambda: NOW)
    yield made
    await made.close()


async def test_a_draft_is_kept_replaced_and_forgotten(drafts: DraftTable) -> None:
    operation = str(uuid.uuid4())
    assert await drafts.get(operation) == ""
    for draft in ("AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AP", "another=="):
        await drafts.put(operation, draft)
        assert await drafts.get(operation) == draft
    assert await drafts.get(str(uuid.uuid4())) == ""
    for _ in range(2):
        await drafts.forget(operation)
    assert await drafts.get(operation) == ""
