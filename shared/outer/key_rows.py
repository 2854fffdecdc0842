"""The rows of Idempotency-Keys in the table `InvitationIndex`, as far as their end goes."""

import contextlib
import itertools
from datetime import datetime
from typing import Any

from shared.domain.errors import LostRace
from shared.outer.claim_rows import KEY
from shared.outer.tables import Table, delete_unchanged, version_of
from shared.outer.transaction import MOST_IN_ONE, Operation

_OLD = f"RowKey ge '{KEY}' and RowKey lt 'key`' and created lt @before"


class KeyTable:
    """The UsedKeys of `shared/usecases/forget_keys.py`."""

    def __init__(self, index: Table) -> None:
        self._index = index

    async def forget(self, before: datetime, most: int) -> int:
        """Delete them in transactions; what somebody else changes or deletes is left."""
        found: list[Any] = []
        rows = self._index.where(_OLD, ["PartitionKey", "RowKey"], before=before)
        async with contextlib.aclosing(rows):
            async for row in rows:
                found.append(row)
                if len(found) == most:
                    break
        found.sort(key=_partition)
        done = 0
        for _, those in itertools.groupby(found, _partition):
            for some in itertools.batched(those, MOST_IN_ONE, strict=False):
                done += await self._delete([_gone(row) for row in some])
        return done

    async def _delete(self, operations: list[Operation]) -> int:
        try:
            await self._index.write(operations)
        except LostRace:
            return 0
        return len(operations)


def _partition(row: Any) -> str:
    return str(row["PartitionKey"])


def _gone(row: Any) -> Operation:
    return delete_unchanged(row["PartitionKey"], row["RowKey"], version_of(row))
