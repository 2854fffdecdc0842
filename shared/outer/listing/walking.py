"""Walks one or more trees, newest first, and reads no block that it need not."""

import asyncio
import heapq
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shared.outer.listing.blocks import Blocks, Entry
from shared.outer.listing.lines import Line, Wanted

# Calls that one page may cost beside the query; the rest is left to the next page.
MOST_READS = 64
_AT_ONCE = 8
_BLOCK, _LINE = 0, 1


@dataclass
class Walk:
    """A walk from the key `start` on.

    Lines that changed since the trees were folded come as `fresh`. Which of an invitation's lines
    is the newest is known once all with its key are there, so a block that may hold another line
    of a fresh one is read whatever its summary says.
    """

    blocks: Blocks
    wanted: Wanted
    start: str
    _heap: list[tuple[str, int, int, Entry | Line]] = field(default_factory=list)
    _fresh: list[str] = field(default_factory=list)
    _fresh_keys: frozenset[str] = frozenset()
    _number: int = 0
    _reads: int = 0

    async def lines(
        self, entries: Iterable[Entry], fresh: Iterable[Line], size: int
    ) -> tuple[list[Line], str]:
        """Return up to `size` lines that fit, and the key to go on from, empty at the end.

        Raises MissingBlock.
        """
        fresh = list(fresh)
        self._fresh = sorted(line.key for line in fresh)
        self._fresh_keys = frozenset(self._fresh)
        self._push_lines(fresh)
        self._push_entries(entries)
        found: list[Line] = []
        while self._heap:
            key, kind, _, _ = self._heap[0]
            if key > self.wanted.last:
                break
            if kind == _BLOCK:
                if self._reads >= MOST_READS:
                    return found, key
                await self._open()
                continue
            line = self._newest()
            if not self.wanted.fits(line):
                continue
            if len(found) == size:
                return found, key
            found.append(line)
        return found, ""

    def _newest(self) -> Line:
        """Take all lines of the first key off; return the newest one."""
        _, _, _, best = heapq.heappop(self._heap)
        assert isinstance(best, Line)  # noqa: S101 - the kind says so
        while self._heap and self._heap[0][1] == _LINE and self._heap[0][0] == best.key:
            _, _, _, other = heapq.heappop(self._heap)
            assert isinstance(other, Line)  # noqa: S101
            if other.revision > best.revision:
                best = other
        return best

    async def _open(self) -> None:
        """Open the first block, and those that follow it at once where the search is long."""
        width = min(_AT_ONCE, 1 + self._reads // 4, MOST_READS - self._reads)
        some: list[Entry] = []
        while self._heap and self._heap[0][1] == _BLOCK and len(some) < width:
            entry = heapq.heappop(self._heap)[3]
            assert isinstance(entry, Entry)  # noqa: S101
            some.append(entry)
        self._reads += sum(not self.blocks.known(entry) for entry in some)
        await asyncio.gather(*map(self._read, some))

    async def _read(self, entry: Entry) -> None:
        if entry.level:
            self._push_entries(await self.blocks.entries(entry))
        else:
            self._push_lines(await self.blocks.lines(entry))

    def _push_entries(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            out = entry.last < self.start or entry.last < self.wanted.first
            if out or entry.first > self.wanted.last:
                continue
            if entry.zone.may_hold(self.wanted) or self._is_touched(entry):
                self._push(max(entry.first, self.start), _BLOCK, entry)

    def _push_lines(self, lines: Iterable[Line]) -> None:
        for line in lines:
            key = line.key
            if key >= self.start and (key in self._fresh_keys or self.wanted.fits(line)):
                self._push(key, _LINE, line)

    def _push(self, key: str, kind: int, thing: Entry | Line) -> None:
        self._number += 1
        heapq.heappush(self._heap, (key, kind, self._number, thing))

    def _is_touched(self, entry: Entry) -> bool:
        return touched(self._fresh, entry)


def touched(keys: Sequence[str], entry: Entry) -> bool:
    """Return whether one of the sorted keys lies within the block's."""
    place = bisect_left(keys, entry.first)
    return place < len(keys) and keys[place] <= entry.last
