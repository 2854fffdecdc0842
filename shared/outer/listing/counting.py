"""Counts a tree from its summaries, and looks into as few blocks as it can."""

from collections import Counter
from collections.abc import Iterable, Sequence

from shared.outer.listing.blocks import Blocks, Entry
from shared.outer.listing.folding import latest
from shared.outer.listing.lines import Line
from shared.outer.listing.walking import touched
from shared.outer.listing.zones import counts_of_lines


async def counted(
    blocks: Blocks, entries: Iterable[Entry], fresh: Iterable[Line], now: int
) -> Counter[str]:
    """Return how many there are by shown state, what changed since taken in.

    It looks into the blocks of changed lines and of those that run out on this day. Raises
    MissingBlock.
    """
    newest = latest(fresh)
    counting = _Counting(blocks, newest, sorted(line.key for line in newest.values()), now)
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update(await counting.of(entry))
    rest = [line for line in newest.values() if line.id not in counting.met]
    counts.update(counts_of_lines(rest, now))
    return counts


class _Counting:
    def __init__(
        self, blocks: Blocks, fresh: dict[str, Line], keys: Sequence[str], now: int
    ) -> None:
        self._blocks = blocks
        self._fresh = fresh
        self._keys = keys
        self._now = now
        self.met: set[str] = set()

    async def of(self, entry: Entry) -> Counter[str]:
        known = None if touched(self._keys, entry) else entry.zone.counts(self._now)
        if known is not None:
            return known
        if not entry.level:
            return counts_of_lines(map(self._newer, await self._blocks.lines(entry)), self._now)
        counts: Counter[str] = Counter()
        for one in await self._blocks.entries(entry):
            counts.update(await self.of(one))
        return counts

    def _newer(self, line: Line) -> Line:
        other = self._fresh.get(line.id)
        if other is None:
            return line
        self.met.add(line.id)
        return other if other.revision > line.revision else line
