"""Imports and their lots in the table `Imports`: a partition each, a row for each lot.

A lot's rows are compressed JSON, a few kilobytes; with the largest messages they take several
properties, each of which holds 64 KiB (facts.md section 10).
"""

import json
import zlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from typing import Any

import msgspec

from shared.domain.errors import LostRace
from shared.outer.rows import to_time
from shared.outer.side_by_side import side_by_side
from shared.outer.tables import AlreadyThere, Table, create, update, version_of
from shared.usecases.imports.model import Counts, Import, Lot, Progress, Row, Stage, counted

HEAD = "import"
_COUNTS = tuple(asdict(Counts()))
_PIECE = 64 * 1024
_MOST_PIECES = 15
_decoder = msgspec.json.Decoder(tuple[Row, ...])


class ImportTable:
    """The ImportStore of `shared/usecases/imports/ports.py`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def add(self, import_: Import, lots: Sequence[Lot]) -> Import:
        """Write the lots first: an import without them is never seen."""

        async def write(lot: Lot) -> None:
            await self._table.write([create(_lot_row(lot))])

        await side_by_side(write, lots)
        [version] = await self._table.write([create(_head_row(import_))])
        return import_.having(version=version)

    async def get(self, import_id: str) -> Import | None:
        """Return the import in one point read."""
        row = await self._table.get(import_id, HEAD)
        return _import(row) if row is not None else None

    async def save(self, import_: Import) -> Import:
        """Update the row if nobody changed it since."""
        [version] = await self._table.write([update(_head_row(import_), import_.version)])
        return import_.having(version=version)

    async def open_lots(self, import_id: str) -> list[int]:
        """Return their numbers from one query of small columns."""
        found = await self._table.rows(import_id, "lot_", "lot`", ["RowKey", "done"])
        return [_number(row) for row in found if not row["done"]]

    async def lot(self, import_id: str, number: int) -> Lot | None:
        """Return it in one point read."""
        row = await self._table.get(import_id, _lot_key(number))
        return lot_of(row) if row is not None else None

    async def save_lot(self, lot: Lot) -> None:
        """Update the row if nobody changed it since."""
        try:
            await self._table.write([update(_lot_row(lot), lot.version)])
        except AlreadyThere as error:
            raise LostRace from error

    async def progress(self, import_id: str) -> Progress:
        """Add up the counts of the lots, from one query."""
        found = await self._table.rows(import_id, "lot_", "lot`", ["done", *_COUNTS])
        counts = sum((Counts(**{name: row[name] for name in _COUNTS}) for row in found), Counts())
        return Progress(sum(row["done"] for row in found), counts)

    async def lots(self, import_id: str) -> AsyncIterator[Lot]:
        """Yield them one by one: the file as a whole would fill the memory."""
        found = await self._table.rows(import_id, "lot_", "lot`", ["RowKey"])
        for row in found:
            lot = await self.lot(import_id, _number(row))
            if lot is not None:
                yield lot

    async def close(self) -> None:
        """Close the connections."""
        await self._table.close()


def _head_row(import_: Import) -> dict[str, Any]:
    row: dict[str, Any] = {
        "PartitionKey": import_.id,
        "RowKey": HEAD,
        "organisation": import_.organisation,
        "by": import_.by,
        "inviter": import_.inviter,
        "created": import_.created,
        "lots": import_.lots,
        "previewed": json.dumps(asdict(import_.previewed)),
        "stage": import_.stage.value,
        "partial": import_.partial,
        "failure": import_.failure,
        "read_as": json.dumps(import_.read_as),
    }
    return row | ({"confirmed": import_.confirmed} if import_.confirmed else {})


def _import(row: Any) -> Import:
    confirmed = row.get("confirmed")
    return Import(
        id=row["PartitionKey"],
        organisation=row["organisation"],
        by=row["by"],
        inviter=row["inviter"],
        created=to_time(row["created"]),
        lots=row["lots"],
        previewed=Counts(**json.loads(row["previewed"])),
        stage=Stage(row["stage"]),
        confirmed=to_time(confirmed) if confirmed else None,
        partial=row["partial"],
        failure=row["failure"],
        read_as=json.loads(row["read_as"]),
        version=version_of(row),
    )


def _lot_row(lot: Lot) -> dict[str, Any]:
    packed = zlib.compress(msgspec.json.encode(lot.rows), 1)
    pieces = [packed[start : start + _PIECE] for start in range(0, len(packed), _PIECE)]
    row: dict[str, Any] = {
        "PartitionKey": lot.import_id,
        "RowKey": _lot_key(lot.number),
        "done": lot.done,
    }
    row |= asdict(counted(lot.rows))
    # All of them each time: an update must leave nothing of a longer one.
    return row | {
        f"rows{at}": pieces[at] if at < len(pieces) else b"" for at in range(_MOST_PIECES)
    }


def packed_rows(row: Any) -> bytes:
    """Return the compressed JSON of a lot's rows."""
    return b"".join(row.get(f"rows{at}", b"") for at in range(_MOST_PIECES))


def lot_of(row: Any) -> Lot:
    """Return the lot of an entity."""
    return Lot(
        import_id=row["PartitionKey"],
        number=_number(row),
        rows=_decoder.decode(zlib.decompress(packed_rows(row))),
        done=row["done"],
        version=version_of(row),
    )


def _lot_key(number: int) -> str:
    return f"lot_{number:04d}"


def _number(row: Any) -> int:
    return int(str(row["RowKey"]).removeprefix("lot_"))
