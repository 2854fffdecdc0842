"""Fills a storage with invitations and their list, and counts what a page costs there."""

import asyncio
import itertools
import random
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from azure.core.pipeline.transport import AioHttpTransport
from azure.data.tables.aio import TableServiceClient

from shared.domain.company import CompanyData
from shared.domain.invitation import EmailFate, Invitation, Person, State
from shared.domain.keys import organisation_key
from shared.outer import rows
from shared.outer.listing.continuations import Continuations
from shared.outer.listing.lines import line_of
from shared.outer.listing.list_table import ListTable
from shared.outer.storage import client_options
from shared.outer.tables import Table, create
from shared.web.list_query import list_query

ORGANISATION = "GFMS"
# The last one invites one guest in a thousand.
INVITERS = ("tamer@gfms.example", "eva@gfms.example", "rare@gfms.example")
_AT_ONCE = 100  # rows of a transaction
_TRANSACTIONS = 16
_FOLDED = 10_000
_SYLLABLES = ("ka", "no", "mi", "ber", "sul", "ten", "or", "la", "vi", "ro", "gu", "che")


class _Counting(AioHttpTransport):  # type: ignore[misc] # azure-core tells no types of it
    """Counts the requests that go out."""

    number = 0

    async def send(self, request: Any, **config: Any) -> Any:
        self.number += 1
        return await super().send(request, **config)


@asynccontextmanager
async def _opened(
    connection: str, **options: Any
) -> AsyncIterator[tuple[Callable[[], ListTable], Table]]:
    options = client_options() | options
    async with TableServiceClient.from_connection_string(connection, **options) as service:
        notes, blocks, invitations = (
            Table(service.get_table_client(name))
            for name in ("Listing", "ListingBlocks", "Invitations")
        )
        sealing = Continuations(["bench"])
        clock = lambda: datetime.now(UTC)  # noqa: E731
        yield lambda: ListTable(notes, blocks, sealing, clock), invitations


async def seed(connection: str, number: int, tell: Callable[[str], None]) -> None:
    """Store invitations and their list; half of them completed, the newest still on the way."""
    async with _opened(connection) as (make, invitations):
        listing, done = make(), 0
        for some in itertools.batched(_invitations(number), _FOLDED, strict=False):
            chunks = list(itertools.batched(some, _AT_ONCE, strict=False))
            for at_once in itertools.batched(chunks, _TRANSACTIONS, strict=False):
                await asyncio.gather(
                    *(
                        invitations.write([create(rows.to_row(one)) for one in chunk])
                        for chunk in at_once
                    )
                )
            await listing.merge(organisation_key(ORGANISATION), [line_of(one) for one in some])
            done += len(some)
            tell(f"{done:,} stored and listed")


async def calls(
    connection: str, asked: Mapping[str, Mapping[str, str]]
) -> dict[str, tuple[int, int]]:
    """Return how many storage calls each question costs, with nothing in memory and then again."""
    counting = _Counting()
    found = {}
    async with _opened(connection, transport=counting) as (make, _):
        for what, params in asked.items():
            listing, cost = make(), []
            query = list_query(params, also=frozenset({"counts"}))
            for _ in range(2):
                before = counting.number
                await listing.page(
                    query.organisation,
                    query.filters,
                    continuation="",
                    size=query.size,
                    counting=query.counts,
                )
                cost.append(counting.number - before)
            found[what] = (cost[0], cost[1])
    return found


def _invitations(number: int) -> list[Invitation]:
    """Return invitations of the last 300 days, a hundred after the other with one prefix."""
    chance = random.Random(1)  # noqa: S311 - the same ones each time
    now = datetime.now(UTC)
    made = []
    for place in range(number):
        if place % _AT_ONCE == 0:
            prefix = uuid.UUID(int=chance.getrandbits(128)).hex[:3]
        id_ = str(uuid.UUID(prefix + uuid.UUID(int=chance.getrandbits(128)).hex[3:]))
        created = now - timedelta(days=300) * ((number - place) / number)
        made.append(_invitation(id_, created, place, chance))
    return made


def _invitation(id_: str, created: datetime, place: int, chance: random.Random) -> Invitation:
    name = "Quetzal" if place % 5000 == 1 else _word(chance)
    inviter = INVITERS[-1] if place % 1000 == 1 else INVITERS[chance.random() < 0.3]
    return Invitation(
        id=id_,
        organisation=ORGANISATION,
        guest=Person(f"{name} {_word(chance)}", f"{name.lower()}.{place}@{_word(chance)}.example"),
        inviter=Person("Mohamed-Nour, Tamer", inviter),
        created=created,
        expires=created + timedelta(days=30),
        language=chance.choice(["en", "fr", "fr", "fr", "ko"]),
        company=CompanyData(legalName=f"{_word(chance)} AG"),
        state=chance.choice([State.COMPLETED, State.COMPLETED, State.COMPLETED, State.SENT]),
        email=chance.choice([EmailFate.DELIVERED, EmailFate.DELIVERED, EmailFate.SENT]),
        revision=3,
    )


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=3)).capitalize()
