"""Keeps the audit trail whole: events that a crash left out of its index, and those from before.

As the list's comparison (`shared/outer/listing/upkeep.py`), it goes through the rows that storage
says were changed since the last time; it may be cut off anywhere and done again at any time.
"""

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from shared.domain.errors import LostRace
from shared.outer.audit.index import AuditIndex, entry_of
from shared.outer.rows import to_time
from shared.outer.tables import AlreadyThere, Table, create, update, version_of
from shared.usecases.audit import Entry

EVERY = timedelta(hours=1)
# More than the clocks of storage and of this app can be apart.
_OVERLAP = timedelta(minutes=10)
# No day's partition is called so.
_PLACE = ("compared", "compared")
_COLUMNS = ["RowKey", "kind", "at"]
_SOME = 2000


class AuditUpkeep:
    """What the timer does."""

    def __init__(
        self, invitations: Table, index: AuditIndex, clock: Callable[[], datetime]
    ) -> None:
        self._invitations = invitations
        self._index = index
        self._clock = clock

    async def run(self) -> None:
        """Compare when it is time. Raises Unavailable."""
        row = await self._index.table.get(*_PLACE)
        now = self._clock()
        if row is not None and now - to_time(row["until"]) < EVERY:
            return
        await self._compare(row)
        kept = {"PartitionKey": _PLACE[0], "RowKey": _PLACE[1], "until": now}
        operation = update(kept, version_of(row)) if row is not None else create(kept)
        # Somebody else who compared at once has done the same.
        with contextlib.suppress(LostRace, AlreadyThere):
            await self._index.table.write([operation])

    async def _compare(self, row: Any) -> None:
        """Add what was stored since the time of `row`: everything without one."""
        condition = "kind gt ''"
        if row is not None:
            since = to_time(row["until"]) - _OVERLAP
            condition += f" and Timestamp ge datetime'{since:%Y-%m-%dT%H:%M:%SZ}'"
        async with contextlib.aclosing(self._invitations.where(condition, _COLUMNS)) as found:
            some: list[Entry] = []
            async for one in found:
                some.append(entry_of(one, to_time(one["at"])))
                if len(some) == _SOME:
                    await self._index.add(some)
                    some = []
            await self._index.add(some)
