"""Which draft of the sender's mailbox carries which e-mail: one row an operation.

Microsoft Graph gives a draft its id, and nothing else tells for sure what became of it.
"""

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime

from shared.domain.errors import LostRace
from shared.outer.tables import Table, delete, put

_ROW = "draft"


class DraftTable:
    """The Drafts of `shared/outer/graph_email.py`, and the KeptDrafts of `clear_drafts`."""

    def __init__(self, table: Table, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._clock = clock

    async def get(self, operation_id: str) -> str:
        """Return the id of the draft, or nothing; raise Unavailable."""
        row = await self._table.get(operation_id, _ROW)
        return str(row["draft"]) if row is not None else ""

    async def put(self, operation_id: str, draft_id: str) -> None:
        """Keep the id of a draft; raise Unavailable."""
        row = {"PartitionKey": operation_id, "RowKey": _ROW, "draft": draft_id}
        await self._table.write([put(row | {"created": self._clock()})])

    async def made_before(self, time: datetime) -> AsyncIterator[str]:
        """Yield the operations in one query over the table; raise Unavailable."""
        found = self._table.where("created lt @time", ["PartitionKey"], time=time)
        async with contextlib.aclosing(found):
            async for row in found:
                yield row["PartitionKey"]

    async def forget(self, operation_id: str) -> None:
        """Take the row away; raise Unavailable."""
        try:
            await self._table.write([delete(operation_id, _ROW)])
        except LostRace:
            return

    async def close(self) -> None:
        """Close the connections."""
        await self._table.close()
