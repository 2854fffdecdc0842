"""What inviters and organisations have spent of their quotas, in the table `Quotas`."""

import asyncio
import json
from typing import Any

from shared.domain.errors import LostRace
from shared.domain.invitee_window import Window
from shared.outer.tables import AlreadyThere, Table, create, update, version_of
from shared.outer.transaction import Operation
from shared.usecases.invitee_quota import Versions


class QuotaTable:
    """The QuotaStore of `shared/usecases/invitee_quota.py`: a partition for an organisation."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def read(self, partition: str, rows: tuple[str, ...]) -> Versions:
        """Return the rows by a point read each, at the same time."""
        found = await asyncio.gather(*(self._table.get(partition, row) for row in rows))
        return {
            row: (_window(there), version_of(there)) if there is not None else (Window(), "")
            for row, there in zip(rows, found, strict=True)
        }

    async def write(self, partition: str, changed: Versions) -> None:
        """Write the rows in one transaction; the ETag of each decides every race."""
        operations: list[Operation] = []
        for key, (window, version) in changed.items():
            row = {
                "PartitionKey": partition,
                "RowKey": key,
                "counts": json.dumps(window.counts, separators=(",", ":")),
            }
            operations.append(update(row, version) if version else create(row))
        try:
            await self._table.write(operations)
        except AlreadyThere as error:
            raise LostRace from error


def _window(row: Any) -> Window:
    return Window(tuple((hour, count) for hour, count in json.loads(row["counts"])))
