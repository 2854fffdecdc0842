"""Counts a tree from its summaries, and looks into as few blocks as it can."""

from collections import Counter
from collections.abc import Iterable, Sequence

from shared.outer.listing.blocks import Blocks, Entry
from shared.outer.listing.folding import latest
from shared.outer.listing.lines import DAY, Line
from shared.outer.listing.walking import touched
from shared.outer.listing.zones import count_lines
from shared.usecases.listing import EXPIRED


async def counted(
    blocks: Blocks, entries: Iterable[Entry], fresh: Iterable[Line], now: int
) -> Counter[str]:
    """Return how many there are by shown state, what changed since taken in.

    It looks into the blocks of changed lines and of those that run out on this day. Raises
    MissingBlock.
    """
    newest = latest(fresh)
    counting = _Counting(blocks, newest, sorted(line.key for line in newest.values()), now)
    for entry in entries:
        await counting.add(entry)
    rest = [line for line in newest.values() if line.id not in counting.met]
    count_lines(counting.counts, rest, now)
    return counting.counts


class _Counting:
    def __init__(
        self, blocks: Blocks, fresh: dict[str, Line], keys: Sequence[str], now: int
    ) -> None:
        self._blocks = blocks
        self._fresh = fresh
        self._keys = keys
        self._now = now
        self._today = now // DAY
        self.counts: Counter[str] = Counter()
        self.met: set[str] = set()

    async def add(self, entry: Entry) -> None:
        if not touched(self._keys, entry):
            entry.zone.count(self.counts, self._today)
            await self._run_out(entry)
        elif entry.level:
            for one in await self._blocks.entries(entry):
                await self.add(one)
        else:
            lines = await self._blocks.lines(entry)
            count_lines(self.counts, map(self._newer, lines), self._now)

    async def _run_out(self, entry: Entry) -> None:
        """Count those that have run out on this day, whom the summary counts as open."""
        if self._today not in entry.zone.running:
            return
        if entry.level:
            for one in await self._blocks.entries(entry):
                await self._run_out(one)
            return
        for line in await self._blocks.lines(entry):
            if self._today * DAY <= line.expires <= self._now and line.open:
                self.counts[line.state] -= 1
                self.counts[EXPIRED] += 1

    def _newer(self, line: Line) -> Line:
        other = self._fresh.get(line.id)
        if other is None:
            return line
        self.met.add(line.id)
        return other if other.revision > line.revision else line
