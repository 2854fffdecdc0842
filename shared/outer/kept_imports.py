"""Imports as far as their end goes, in the table `Imports`."""

import contextlib
import itertools
import zlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from shared.domain.errors import LostRace
from shared.outer.import_table import HEAD, ImportTable, lot_of, packed_rows
from shared.outer.tables import delete
from shared.outer.transaction import MOST_IN_ONE
from shared.usecases.imports.model import Lot

# The SDK takes parameters for words: no bracket may touch them.
_PREVIEWS = "stage eq 'erasing' or (stage eq 'previewed' and created lt @previewed )"
_OTHERS = "(stage ne 'previewed' and confirmed lt @confirmed )"


class KeptImportTable(ImportTable):
    """The KeptImports of `shared/usecases/imports/keeping.py`."""

    async def over(self, previewed: datetime, confirmed: datetime | None) -> AsyncIterator[str]:
        """Yield them in one query over the table."""
        times = {"previewed": previewed}
        condition = _PREVIEWS
        if confirmed is not None:
            times["confirmed"] = confirmed
            condition = f"{_PREVIEWS} or {_OTHERS}"
        condition = f"RowKey eq '{HEAD}' and ({condition})"
        found = self._table.where(condition, ["PartitionKey"], **times)
        async with contextlib.aclosing(found):
            async for row in found:
                yield row["PartitionKey"]

    async def drop(self, import_id: str) -> None:
        """Delete a hundred rows in a transaction, the import's own in one of its own."""
        found = await self._table.rows(import_id, "lot_", "lot`", ["RowKey"])
        for some in itertools.batched(found, MOST_IN_ONE, strict=False):
            await self._table.write([delete(import_id, row["RowKey"]) for row in some])
        with contextlib.suppress(LostRace):
            await self._table.write([delete(import_id, HEAD)])

    async def brought_by(self, address: str) -> AsyncIterator[str]:
        """Yield them in one query over the table, for people's names come in any case."""
        names = ["by", "inviter", "read_as"]
        found = self._table.where(f"RowKey eq '{HEAD}'", ["PartitionKey", *names])
        async with contextlib.aclosing(found):
            async for row in found:
                if any(address in str(row[name]).lower() for name in names):
                    yield row["PartitionKey"]

    async def lots_naming(self, address: str) -> AsyncIterator[Lot]:
        """Yield them in one query over the table; only theirs are made of what was read."""
        wanted = address.encode()
        found = self._table.where("RowKey ge 'lot_' and RowKey lt 'lot`'", None)
        async with contextlib.aclosing(found):
            async for row in found:
                if wanted in _text(row):
                    yield lot_of(row)


def _text(row: Any) -> bytes:
    return zlib.decompress(packed_rows(row)).lower()
