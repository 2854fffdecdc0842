"""How many people were invited of late: counted by the hour, over any 24 hours."""

import math
from dataclasses import dataclass

HOUR = 3600
# A count stays until the last of its hour is a day old: never too few are counted, and for up to an
# hour too many.
_HOURS = 25


@dataclass(frozen=True)
class Window:
    """Hours (since 1970) and how many were invited in each, oldest first."""

    counts: tuple[tuple[int, int], ...] = ()

    def at(self, now: float) -> "Window":
        """Return what still counts."""
        oldest = math.floor(now / HOUR) - _HOURS + 1
        return Window(tuple(one for one in self.counts if one[0] >= oldest and one[1] > 0))

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(count for _, count in self.counts)

    def with_more(self, count: int, now: float) -> "Window":
        """Return the window with as many more in this hour."""
        hour, counts = math.floor(now / HOUR), dict(self.at(now).counts)
        # Another instance's clock may be in the next hour already: the latest hour takes it.
        latest = max([hour, *counts])
        counts[latest] = counts.get(latest, 0) + count
        return Window(tuple(sorted(counts.items())))

    def with_fewer(self, count: int, now: float) -> "Window":
        """Return the window with as many less, the latest first; never less than none."""
        kept = []
        for hour, there in reversed(self.at(now).counts):
            taken = min(there, count)
            count -= taken
            if there > taken:
                kept.append((hour, there - taken))
        return Window(tuple(reversed(kept)))

    def wait(self, count: int, limit: int, now: float) -> int:
        """Return for how many seconds `count` more are too many for `limit`; 0 if they are not.

        For more than `limit` at once, it is until nothing counts any more.
        """
        current = self.at(now)
        excess = current.total + count - limit
        if excess <= 0:
            return 0
        until = now
        for hour, there in current.counts:
            until = (hour + _HOURS) * HOUR
            excess -= there
            if excess <= 0:
                break
        return max(math.ceil(until - now), 1)
