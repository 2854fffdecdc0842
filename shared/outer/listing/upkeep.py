"""Keeps the list right: folds notes, and compares it with what is stored.

A crash between storing a change and noting it leaves the list behind, and invitations from before
there was a list are in none. So now and then the rows that storage says were changed since the last
time are put into the trees, where those do not have them already. It may be cut off anywhere and
done again at any time.
"""

import contextlib
import itertools
import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from shared.domain.errors import LostRace
from shared.domain.keys import organisation_key
from shared.outer.listing.lines import Line, found_by, microseconds
from shared.outer.listing.list_table import ListTable
from shared.outer.rows import to_time
from shared.outer.tables import AlreadyThere, Table, create, update, version_of

# Storage has no index of the time of change: each time it goes through the whole table.
EVERY = timedelta(hours=1)
# More than the clocks of storage and of this app can be apart.
_OVERLAP = timedelta(minutes=10)
_PLACE = ("compared", "compared")
_COLUMNS = [
    "RowKey",
    "created",
    "revision",
    "expires",
    "state",
    "email",
    "language",
    "guest_name",
    "guest_email",
    "inviter_name",
    "inviter_email",
    "organisation",
    "company",
    "consent",
]
_SOME = 2000


class Upkeep:
    """What the timer does."""

    def __init__(
        self, invitations: Table, listing: ListTable, clock: Callable[[], datetime]
    ) -> None:
        self._invitations = invitations
        self._listing = listing
        self._clock = clock

    async def run(self) -> None:
        """Fold what was noted; compare and sweep when it is time. Raises Unavailable."""
        await self._listing.fold()
        row = await self._listing.notes.table.get(*_PLACE)
        now = self._clock()
        if row is None or now - to_time(row["until"]) >= EVERY:
            await self._compare(row, now)
            await self._listing.sweep(now - EVERY)

    async def _compare(self, row: Any, now: datetime) -> None:
        """Compare what was changed since the time of `row`: everything without one."""
        condition = "state gt ''"
        if row is not None:
            since = to_time(row["until"]) - _OVERLAP
            condition += f" and Timestamp ge datetime'{since:%Y-%m-%dT%H:%M:%SZ}'"
        found = self._invitations.where(condition, _COLUMNS)
        async with contextlib.aclosing(found):
            some: list[Line] = []
            async for one in found:
                some.append(_line(one))
                if len(some) == _SOME:
                    await self._merge(some)
                    some = []
            await self._merge(some)
        kept = {"PartitionKey": _PLACE[0], "RowKey": _PLACE[1], "until": now}
        operation = update(kept, version_of(row)) if row is not None else create(kept)
        # Somebody else who compared at once has done the same.
        with contextlib.suppress(LostRace, AlreadyThere):
            await self._listing.notes.table.write([operation])

    async def _merge(self, lines: Iterable[Line]) -> None:
        for organisation, ours in itertools.groupby(sorted(lines, key=_key), _key):
            await self._listing.merge(organisation, list(ours))


def _key(line: Line) -> str:
    return organisation_key(line.organisation)


def _line(row: Any) -> Line:
    company = json.loads(row["company"]).get("legalName", "")
    return Line(
        id=row["RowKey"],
        created=microseconds(to_time(row["created"])),
        revision=row.get("revision") or 0,
        expires=microseconds(to_time(row["expires"])),
        state=row["state"],
        email=row["email"],
        language=row["language"],
        guest_name=row["guest_name"],
        guest_email=row["guest_email"],
        inviter_name=row["inviter_name"],
        inviter_email=row["inviter_email"],
        organisation=row["organisation"],
        company=company,
        found_by=found_by(row["guest_name"], row["guest_email"], company),
        consented=row.get("consent") == "Accepted",
    )
