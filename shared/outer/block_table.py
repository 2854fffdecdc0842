"""Blocks and one-time codes in the table `Blocks`, by the hash of the address (design.md)."""

import json
from datetime import datetime
from typing import Any

from shared.domain.block import Block, Proof, recent
from shared.domain.errors import LostRace, Unavailable
from shared.domain.keys import organisation_key
from shared.outer.rows import to_time
from shared.outer.tables import AlreadyThere, Table, create, delete, update, version_of
from shared.outer.transaction import Operation

_ALL = "all"
_TRIES = 10


class BlockTable:
    """The BlockStore of `shared/usecases/blocks.py`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def block(self, address: str, block: Block) -> None:
        """Add the row; the first block is as good as the second."""
        row = {
            "PartitionKey": address,
            "RowKey": row_key(block.organisation),
            "organisation": block.organisation,
            "since": block.since,
        }
        try:
            await self._table.write([create(row)])
        except AlreadyThere:
            return

    async def blocks(self, address: str) -> list[Block]:
        """Return them in one query of a partition, oldest first."""
        found = await self._table.rows(address, "org_", "org`")
        read = [Block(row["organisation"], to_time(row["since"])) for row in found]
        return sorted(read, key=lambda block: block.since)

    async def lift(self, address: str, organisation: str) -> None:
        """Delete the row."""
        try:
            await self._table.write([delete(address, row_key(organisation))])
        except LostRace:
            return

    async def proof(self, address: str) -> tuple[Proof, str]:
        """Return the code and the ETag of its row, which is empty without a row."""
        row = await self._table.get(address, "code")
        if row is None:
            return Proof(), ""
        expires = to_time(row["expires"]) if row.get("expires") else None
        return Proof(row["code_hash"], expires, row["tries"]), version_of(row)

    async def save_proof(self, address: str, proof: Proof, version: str) -> None:
        """Write the row if nobody changed it since."""
        row: dict[str, Any] = {
            "PartitionKey": address,
            "RowKey": "code",
            "code_hash": proof.code_hash,
            "tries": proof.tries,
        }
        if proof.expires is not None:
            row["expires"] = proof.expires
        await self._write(row, version)

    async def count(self, who: str, most: int, now: datetime) -> bool:
        """Count by times in one row; two at once are both counted."""
        for _ in range(_TRIES):
            row = await self._table.get(who, "asked")
            times = recent([datetime.fromisoformat(one) for one in _times(row)], now)
            if len(times) >= most:
                return False
            kept = json.dumps([time.isoformat() for time in (*times, now)])
            changed = {"PartitionKey": who, "RowKey": "asked", "times": kept}
            try:
                await self._write(changed, version_of(row) if row is not None else "")
            except LostRace:
                continue
            return True
        raise Unavailable("storage", 1)

    async def _write(self, row: dict[str, Any], version: str) -> None:
        operation: Operation = update(row, version) if version else create(row)
        try:
            await self._table.write([operation])
        except AlreadyThere as error:
            raise LostRace from error


def _times(row: Any) -> list[str]:
    found: list[str] = json.loads(row["times"]) if row is not None else []
    return found


def row_key(organisation: str) -> str:
    """Return the row of the block of an organisation, or of all of them."""
    return f"org_{organisation_key(organisation) if organisation else _ALL}"
