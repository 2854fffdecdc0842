"""The index of the audit trail: a row for each event, newest first."""

import itertools
import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from shared.domain.errors import Unavailable
from shared.outer.listing.lines import END_OF_TIME, microseconds
from shared.outer.tables import Table, put
from shared.outer.transaction import MOST_IN_ONE, Operation
from shared.usecases.audit import Entry

log = logging.getLogger(__name__)
COLUMNS = ["RowKey", "kind"]
FIRST_DAY, LAST_DAY = "00000000", "99999999"
_END_OF_DAYS = 99_999_999
_TIME = 18  # digits
_ID = 36
_END_OF_NUMBERS = 9999


class AuditIndex:
    """Writes the index. A row never changes, so writing it again does no harm."""

    def __init__(self, table: Table) -> None:
        self.table = table

    async def add(self, entries: Iterable[Entry]) -> None:
        """Add events, 100 of a day in one transaction; raise Unavailable."""
        ordered = sorted(map(_row, entries), key=_day_of)
        for _, rows in itertools.groupby(ordered, _day_of):
            unique = {row["RowKey"]: row for row in rows}
            for some in itertools.batched(unique.values(), MOST_IN_ONE, strict=False):
                operations: list[Operation] = [put(row) for row in some]
                await self.table.write(operations)

    async def tell(self, *entries: Entry) -> None:
        """Add events if that is possible; the hourly comparison finds what is not added."""
        try:
            await self.add(entries)
        except Unavailable as outage:
            log.warning("The audit trail hears of an event later: %s", outage)


def day_key(day: date) -> str:
    """Return the partition of a day: later days come first."""
    return f"{_END_OF_DAYS - int(f'{day:%Y%m%d}'):08d}"


def place_of(row: Any) -> tuple[str, int]:
    """Return the invitation and the number of a row's event."""
    key: str = row["RowKey"]
    return key[_TIME + 1 : _TIME + 1 + _ID], _END_OF_NUMBERS - int(key[_TIME + _ID + 2 :])


def entry_of(row: Any, at: datetime) -> Entry:
    """Return the entry of an event as it stands beside its invitation."""
    key: str = row["RowKey"]
    return Entry(at, key[:_ID], int(key[_ID + 2 :]), row["kind"])


def _row(entry: Entry) -> dict[str, Any]:
    time = END_OF_TIME - microseconds(entry.at)
    number = _END_OF_NUMBERS - entry.number
    return {
        "PartitionKey": day_key(entry.at.astimezone(UTC).date()),
        "RowKey": f"{time:0{_TIME}d}_{entry.invitation_id}_{number:04d}",
        "kind": entry.kind,
    }


def _day_of(row: dict[str, Any]) -> str:
    return str(row["PartitionKey"])
