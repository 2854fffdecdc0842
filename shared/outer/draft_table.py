"""Which draft of the sender's mailbox carries which e-mail: one row an operation.

Microsoft Graph gives a draft its id, and nothing else tells for sure what became of it.
"""

from shared.domain.errors import LostRace
from shared.outer.tables import Table, delete, put

_ROW = "draft"


class DraftTable:
    """The Drafts of `shared/outer/graph_email.py`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def get(self, operation_id: str) -> str:
        """Return the id of the draft, or nothing; raise Unavailable."""
        row = await self._table.get(operation_id, _ROW)
        return str(row["draft"]) if row is not None else ""

    async def put(self, operation_id: str, draft_id: str) -> None:
        """Keep the id of a draft; raise Unavailable."""
        await self._table.write(
            [put({"PartitionKey": operation_id, "RowKey": _ROW, "draft": draft_id})]
        )

    async def forget(self, operation_id: str) -> None:
        """Take the row away; raise Unavailable."""
        try:
            await self._table.write([delete(operation_id, _ROW)])
        except LostRace:
            return

    async def close(self) -> None:
        """Close the connections."""
        await self._table.close()
