"""Brings the rows of older versions to today's shape, so that queries find them."""

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from shared.domain.errors import LostRace
from shared.outer import rows
from shared.outer.schema import COLUMN, SCHEMA
from shared.outer.side_by_side import AT_ONCE, side_by_side
from shared.outer.tables import Table, update, version_of

# A function has five minutes (host.json); the next time goes on.
_PATIENCE = timedelta(minutes=4)
_OLDER = f"state gt '' and not ({COLUMN} ge {SCHEMA})"


class RowMigration:
    """What the timer does."""

    def __init__(self, invitations: Table, clock: Callable[[], datetime]) -> None:
        self._invitations = invitations
        self._clock = clock

    async def run(self) -> int:
        """Return how many invitations were rewritten. Raises Unavailable; what is done is done.

        An older instance that writes a row meanwhile leaves it to the next time.
        """
        end = self._clock() + _PATIENCE
        count = 0
        found = self._invitations.where(_OLDER, None)
        async with contextlib.aclosing(found):
            some: list[Any] = []
            async for row in found:
                some.append(row)
                if len(some) == AT_ONCE:
                    count += sum(await side_by_side(self._rewrite, some))
                    some = []
                    if self._clock() > end:
                        return count
            return count + sum(await side_by_side(self._rewrite, some))

    async def _rewrite(self, row: Any) -> bool:
        whole = rows.to_row(rows.from_row(row, version_of(row)))
        try:
            await self._invitations.write([update(whole, version_of(row))])
        except LostRace:
            return False
        return True
