"""The blocks of all addresses, as far as somebody else than their owners may see them."""

from shared.domain.block import Block
from shared.outer.rows import to_time
from shared.outer.table_pages import page_of
from shared.outer.tables import Table

SIZE = 50
_COLUMNS = ["organisation", "since"]


class BlockListing:
    """The BlockList of `shared/usecases/blocks_kept.py`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def page(self, continuation: str) -> tuple[list[Block], str]:
        """Return them by the hash of the address, which says nothing: in no order at all."""
        found = await page_of(
            self._table,
            "RowKey ge 'org_' and RowKey lt 'org`'",
            _COLUMNS,
            size=SIZE,
            continuation=continuation,
        )
        blocks = [Block(row["organisation"], to_time(row["since"])) for row in found.rows]
        return blocks, found.continuation
