"""Puts the rows of a folder into the tables of an account."""

import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from azure.data.tables import TableClient, TableServiceClient

from dev.backup.checking import whole_manifest
from dev.backup.errors import BackupError
from dev.backup.folder import Copied, Folder

Tell = Callable[[str], None]
Row = dict[str, Any]
_SIDE_BY_SIDE = 8
# facts.md section 9: at most 100 rows and 4 MB a transaction, in which base64
# makes bytes a third larger.
_MOST_ROWS = 100
_MOST_BYTES = 2 * 1024 * 1024
_EVENT = re.compile(r"([0-9a-f-]{36})_e([0-9]+)")


def restore(service: TableServiceClient, folder: Folder, tell: Tell) -> dict[str, int]:
    """Write every row and return the count of rows in each table, as the account tells it.

    Goes on where an earlier run into the same account was cut off. Raises BackupError for a folder
    that is not whole, for a table that holds other rows, and where a count differs at the end.
    """
    manifest = whole_manifest(folder)
    done = _Done(folder, service.url)
    counts = {}
    for name, copied in manifest.tables.items():
        table = service.create_table_if_not_exists(name)
        if name not in done.segments:
            _check_empty(table)
            done.note(name, 0)
        wanted = _restore_table(table, copied, folder, done, tell)
        counts[name] = _count(table)
        if counts[name] != wanted:
            raise BackupError(
                f"{name} holds {counts[name]:,} rows now, not {wanted:,}: something else writes to "
                "this account. Stop the app, delete the table and restore again."
            )
    return counts


class _Done:
    """How far the account is restored, in a file of its own beside the rows."""

    def __init__(self, folder: Folder, url: str) -> None:
        self._file = folder.path / f"restored-{hashlib.sha256(url.encode()).hexdigest()[:12]}.json"
        self.segments: dict[str, int] = {}
        if self._file.exists():
            self.segments = json.loads(self._file.read_text(encoding="utf-8"))

    def note(self, table: str, segments: int) -> None:
        self.segments[table] = segments
        self._file.write_text(json.dumps(self.segments), encoding="utf-8")


def _restore_table(
    table: TableClient, copied: Copied, folder: Folder, done: _Done, tell: Tell
) -> int:
    """Return how many rows the table has to have now."""
    name, kept, ahead = table.table_name, 0, _Ahead()
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        for number, segment in enumerate(copied.segments, 1):
            rows = [row for row in folder.rows(segment) if not ahead.of(row)]
            kept += len(rows)
            # Rows that are there already are read all the same: they tell what is ahead.
            if number > done.segments[name]:
                list(pool.map(lambda some: _write(table, some), _transactions(rows)))
                done.note(name, number)
            tell(f"{name}: {kept:,} of {copied.rows:,} rows")
    return kept


class _Ahead:
    """Knows the events that were written between the reading of their invitation and their own.

    Their invitation does not count them yet, and would write others in their places.
    """

    def __init__(self) -> None:
        self._invitation, self._events = "", 0

    def of(self, row: Row) -> bool:
        """Return whether the row, which follows those given before, is such an event."""
        if "event_count" in row:
            self._invitation, self._events = row["RowKey"], int(row["event_count"])
            return False
        event = _EVENT.fullmatch(row["RowKey"])
        if event is None:
            return False
        return event[1] != self._invitation or int(event[2]) > self._events


def _transactions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    for _, ours in itertools.groupby(rows, lambda row: row["PartitionKey"]):
        some: list[Row] = []
        weight = 0
        for row in ours:
            more = _weight(row)
            if some and (len(some) == _MOST_ROWS or weight + more > _MOST_BYTES):
                yield some
                some, weight = [], 0
            some.append(row)
            weight += more
        yield some


def _weight(row: Row) -> int:
    return sum(4 * len(value) if isinstance(value, str) else _size(value) for value in row.values())


def _size(value: Any) -> int:
    return len(value) if isinstance(value, bytes) else 50


def _write(table: TableClient, rows: list[Row]) -> None:
    table.submit_transaction([("upsert", row, {"mode": "replace"}) for row in rows])


def _check_empty(table: TableClient) -> None:
    rows = table.list_entities(results_per_page=1, select=["RowKey"])
    if next(iter(rows), None) is not None:
        raise BackupError(
            f"The table {table.table_name} of {table.account_name} holds rows already. Restore "
            "into an account whose tables are empty, or delete the table first."
        )


def _count(table: TableClient) -> int:
    return sum(1 for _ in table.list_entities(select=["RowKey"]))
