"""The app's own stores on one Azurite."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from azure.data.tables.aio import TableClient

from shared.outer.company_table import CompanyTable
from shared.outer.contention import WAITS
from shared.outer.invitation_table import InvitationTable
from shared.outer.storage import client_options
from shared.outer.tables import Table

# Whoever is not the first at an address looks again as often as the app does, and at once.
AT_ONCE = (0.0,) * len(WAITS)


@pytest.fixture(scope="session")
async def tables(azurite: str) -> AsyncIterator[dict[str, TableClient]]:
    """The clients of the app's tables, by name."""
    async with AsyncExitStack() as opened:
        yield {
            name: await opened.enter_async_context(
                TableClient.from_connection_string(azurite, name, **client_options())
            )
            for name in ("Invitations", "InvitationIndex", "Companies")
        }


@pytest.fixture(scope="session")
def store(tables: dict[str, TableClient]) -> InvitationTable:
    """The store of invitations."""
    invitations, index = Table(tables["Invitations"]), Table(tables["InvitationIndex"])
    return InvitationTable(invitations, index, waits=AT_ONCE)


@pytest.fixture(scope="session")
def companies(tables: dict[str, TableClient]) -> CompanyTable:
    """The store of companies."""
    return CompanyTable(Table(tables["Companies"]))
