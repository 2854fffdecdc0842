"""A list on tables of its own, and what it must give, worked out by going through everything."""

import contextlib
import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from azure.core.exceptions import ResourceNotFoundError
from azure.data.tables.aio import TableServiceClient

from shared.domain.invitation import Invitation, State
from shared.domain.words import words
from shared.outer.invitation_table import InvitationTable
from shared.outer.listing.continuations import Continuations
from shared.outer.listing.list_table import ListTable
from shared.outer.listing.upkeep import Upkeep
from shared.outer.storage import client_options
from shared.outer.tables import Table
from shared.usecases.listing import Filters, Listed
from tests.samples import NOW

SECRETS = ["a secret"]


@dataclass
class Lists:
    """A list, the invitations beside it, and the time."""

    invitations: Table
    index: Table
    notes: Table
    blocks: Table
    now: datetime = NOW
    listing: ListTable = field(init=False)

    def __post_init__(self) -> None:
        self.listing = self.another()
        self.store = InvitationTable(self.invitations, self.index, self.listing.notes)
        self.upkeep = Upkeep(self.invitations, self.listing, lambda: self.now)

    def another(self) -> ListTable:
        """Return the list as another process sees it."""
        return ListTable(self.notes, self.blocks, Continuations(SECRETS), lambda: self.now)

    async def all(
        self, organisation: str, filters: Filters | None = None, size: int = 7
    ) -> list[Listed]:
        """Return all lines, page by page."""
        found: list[Listed] = []
        continuation = ""
        while True:
            page = await self.listing.page(
                organisation, filters or Filters(), continuation=continuation, size=size
            )
            assert len(page.items) <= size
            found += page.items
            continuation = page.continuation
            if not continuation:
                return found

    async def counts(self, organisation: str, listing: ListTable | None = None) -> dict[str, int]:
        """Return how many there are by state, for this process or another one."""
        page = await (listing or self.listing).page(
            organisation, Filters(), continuation="", size=1, counting=True
        )
        assert page.counts is not None
        return page.counts

    async def ids(self, organisation: str, filters: Filters | None = None) -> list[str]:
        """Return the ids of all lines."""
        return [line.id for line in await self.all(organisation, filters)]


@asynccontextmanager
async def lists(connection: str) -> AsyncIterator[Lists]:
    """Give a list whose tables nobody else uses."""
    async with TableServiceClient.from_connection_string(connection, **client_options()) as service:
        names = [f"L{uuid.uuid4().hex}" for _ in range(4)]
        invitations, index, notes, blocks = (
            Table(service.get_table_client(name)) for name in names
        )
        yield Lists(invitations, index, notes, blocks)
        for name in names:
            with contextlib.suppress(ResourceNotFoundError):
                await service.delete_table(name)


def shown_state(one: Invitation, now: datetime) -> str:
    """Return the state that people see."""
    return "expired" if one.expired(now) else one.state.value


def expected(
    invitations: Iterable[Invitation], organisation: str, filters: Filters, now: datetime
) -> list[str]:
    """Return the ids that a list must give, in their order."""
    fitting = [one for one in invitations if _fits(one, organisation, filters, now)]
    # The newest first, of the same time by id.
    return [one.id for one in sorted(fitting, key=lambda one: (-one.created.timestamp(), one.id))]


def _fits(one: Invitation, organisation: str, filters: Filters, now: datetime) -> bool:
    there = words(f"{one.guest.name} {one.guest.email} {one.company.legalName}")
    sought = words(filters.search)
    return all(
        [
            not organisation or one.organisation == organisation,
            not filters.state or shown_state(one, now) == filters.state,
            not filters.email or one.email == filters.email,
            not filters.inviter or one.inviter.email == filters.inviter,
            not filters.language or one.language == filters.language,
            filters.since is None or one.created.date() >= filters.since,
            filters.until is None or one.created.date() <= filters.until,
            all(any(word.startswith(part) for word in there) for part in sought),
            not filters.search.strip() or bool(sought),
        ]
    )


def counts(invitations: Iterable[Invitation], now: datetime) -> dict[str, int]:
    """Return what must be counted."""
    found = dict.fromkeys((*(state.value for state in State), "expired", "clicked"), 0)
    for one in invitations:
        found[shown_state(one, now)] += 1
        found["clicked"] += one.consent == "Accepted" or one.state in {
            State.ACCEPTED,
            State.COMPLETED,
        }
    return found
