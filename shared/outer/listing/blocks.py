"""Blocks: rows of lines, and rows of summaries of such rows. A block never changes."""

import asyncio
import contextlib
import itertools
import secrets
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from shared.domain.errors import LostRace
from shared.outer.listing.lines import Line
from shared.outer.listing.zones import Zone, zone_of_lines, zone_of_zones
from shared.outer.tables import Table, create, delete

# A block is cut when it has more; what is cut off, from the old end, stays so for long.
MOST_LINES = 200
CUT_LINES = 128
MOST_ENTRIES = 48
CUT_ENTRIES = 32
_KEPT = 96  # blocks in memory, some 100 kB each
_AT_ONCE = 8
# A binary column holds 64 KiB, a row 1 MiB (Azure Table storage, data model).
PIECE = 60 * 1024
COLUMNS = [f"data{number}" for number in range(15)]


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """Where a block is: its name, the keys of its first and last line, and its summary."""

    block: str
    level: int
    first: str
    last: str
    zone: Zone


class Root(msgspec.Struct, frozen=True, array_like=True):
    """The top of an organisation's tree; `left` are blocks that nobody should need any more."""

    parts: list[Entry] = []
    left: list[str] = []


class MissingBlock(Exception):
    """The block was cleared away: the root that led to it is out of date."""


Content = Sequence[Line] | Sequence[Entry]


@dataclass
class Blocks:
    """Reads and writes blocks; those used last are kept in memory."""

    table: Table
    _kept: OrderedDict[str, Content] = field(default_factory=OrderedDict)

    def known(self, entry: Entry) -> bool:
        """Return whether reading it costs no call."""
        return entry.block in self._kept

    async def lines(self, entry: Entry) -> Sequence[Line]:
        """Return the lines of a block; raise MissingBlock."""
        return await self._read(entry.block, list[Line])

    async def entries(self, entry: Entry) -> Sequence[Entry]:
        """Return the entries of a block; raise MissingBlock."""
        return await self._read(entry.block, list[Entry])

    async def _read[T: Content](self, block: str, kind: type[T]) -> T:
        if block in self._kept:
            self._kept.move_to_end(block)
            return self._kept[block]  # type: ignore[return-value] # a block keeps its kind
        row = await self.table.get(block, "block")
        if row is None:
            raise MissingBlock(block)
        content = unpacked(row, kind)
        self._keep(block, content)
        return content

    def _keep(self, block: str, content: Content) -> None:
        self._kept[block] = content
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    async def write(self, contents: dict[str, Content]) -> None:
        """Write new blocks, some at once."""
        for some in itertools.batched(contents.items(), _AT_ONCE, strict=False):
            await asyncio.gather(*(self._create(*one) for one in some))

    async def _create(self, block: str, content: Content) -> None:
        row = {"PartitionKey": block, "RowKey": "block"} | packed(content)
        await self.table.write([create(row)])
        self._keep(block, content)

    async def names(self, before: datetime) -> set[str]:
        """Return the names of all blocks that were written before."""
        condition = f"Timestamp lt datetime'{before:%Y-%m-%dT%H:%M:%SZ}'"
        async with contextlib.aclosing(self.table.where(condition, ["PartitionKey"])) as rows:
            return {row["PartitionKey"] async for row in rows}

    async def clear(self, blocks: Iterable[str]) -> None:
        """Delete blocks; those that are gone already are fine."""
        for some in itertools.batched(blocks, _AT_ONCE, strict=False):
            await asyncio.gather(*map(self._delete, some))

    async def _delete(self, block: str) -> None:
        try:
            await self.table.write([delete(block, "block")])
        except LostRace:
            return


def packed(content: Any) -> dict[str, bytes]:
    """Return content as columns."""
    data = zlib.compress(msgspec.msgpack.encode(content), 1)
    pieces = [data[at : at + PIECE] for at in range(0, len(data), PIECE)]
    return dict(zip(COLUMNS, pieces, strict=False))


def unpacked[T](row: Any, kind: type[T]) -> T:
    """Return the content of a row."""
    data = b"".join(row[name] for name in COLUMNS if row.get(name) is not None)
    return msgspec.msgpack.decode(zlib.decompress(data), type=kind)


def cut_lines(lines: Sequence[Line]) -> list[tuple[Entry, Sequence[Line]]]:
    """Return new blocks for sorted lines."""
    return [
        (Entry(_name(), 0, some[0].key, some[-1].key, zone_of_lines(some)), some)
        for some in _cut(lines, MOST_LINES, CUT_LINES)
    ]


def cut_entries(entries: Sequence[Entry], today: int) -> list[tuple[Entry, Sequence[Entry]]]:
    """Return new blocks for sorted entries."""
    return [
        (
            Entry(
                _name(),
                1,
                some[0].first,
                some[-1].last,
                zone_of_zones([one.zone for one in some], today),
            ),
            some,
        )
        for some in _cut(entries, MOST_ENTRIES, CUT_ENTRIES)
    ]


def _cut[T](things: Sequence[T], most: int, size: int) -> list[Sequence[T]]:
    """Cut from the old end, which grows no more: the rest, at the new end, has room."""
    if len(things) <= most:
        return [things] if things else []
    rest = len(things) % size
    # A small rest goes with its neighbour.
    start = rest + size if rest < most - size else rest
    whole = [things[at : at + size] for at in range(start, len(things), size)]
    return [things[:start], *whole]


def _name() -> str:
    return secrets.token_hex(12)
