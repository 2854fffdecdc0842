"""Puts changed lines into a tree: new blocks for those that change, the others stay."""

import asyncio
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shared.outer.listing.blocks import Blocks, Content, Entry, Root, cut_entries, cut_lines
from shared.outer.listing.lines import Line

_AT_ONCE = 8


@dataclass
class Folding:
    """One folding: the blocks that it makes, and those that it makes needless."""

    blocks: Blocks
    today: int
    made: dict[str, Content] = field(default_factory=dict)
    needless: list[str] = field(default_factory=list)

    async def fold(self, root: Root, lines: Iterable[Line]) -> list[Entry]:
        """Return the parts of the root with the lines in them; those it has already change nothing.

        Nothing is written yet. Raises MissingBlock.
        """
        newest = sorted(latest(lines).values(), key=lambda line: line.key)
        parts: list[Entry] = []
        for part, some in _shared_out(root.parts, newest):
            parts += await self._part(part, some) if some else [part] if part else []
        return parts

    async def _part(self, part: Entry | None, lines: Sequence[Line]) -> list[Entry]:
        old = list(await self.blocks.entries(part)) if part else []
        entries: list[Entry] = []
        for some in itertools.batched(_shared_out(old, lines), _AT_ONCE, strict=False):
            for found in await asyncio.gather(*(self._block(*one) for one in some)):
                entries += found
        if part is not None:
            if entries == old:
                return [part]
            self.needless.append(part.block)
        return self._new(cut_entries(entries, self.today))

    async def _block(self, entry: Entry | None, lines: Sequence[Line]) -> list[Entry]:
        if entry is not None and not lines:
            return [entry]
        old = await self.blocks.lines(entry) if entry else []
        merged = latest([*old, *lines])
        if entry is not None:
            if len(merged) == len(old) and all(merged[line.id] is line for line in old):
                return [entry]
            self.needless.append(entry.block)
        return self._new(cut_lines(sorted(merged.values(), key=lambda line: line.key)))

    def _new(self, cut: Sequence[tuple[Entry, Content]]) -> list[Entry]:
        self.made |= {entry.block: content for entry, content in cut}
        return [entry for entry, _ in cut]


def latest(lines: Iterable[Line]) -> dict[str, Line]:
    """Return the newest line of each invitation; of equal ones the first."""
    found: dict[str, Line] = {}
    for line in lines:
        other = found.get(line.id)
        if other is None or other.revision < line.revision:
            found[line.id] = line
    return found


def _shared_out(
    entries: Sequence[Entry], lines: Sequence[Line]
) -> list[tuple[Entry | None, list[Line]]]:
    """Give each line to the first entry that reaches as far, or to the last one."""
    if not entries:
        return [(None, list(lines))] if lines else []
    given: list[tuple[Entry | None, list[Line]]] = [(entry, []) for entry in entries]
    place = 0
    for line in lines:
        while place < len(entries) - 1 and entries[place].last < line.key:
            place += 1
        given[place][1].append(line)
    return given
