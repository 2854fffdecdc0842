"""A quota of a service as that service sees it: so many calls in any window of so many seconds.

What was sent is remembered by its time, those of one 120th of a window together under the latest
of them: so the log stays short, and a call is never forgotten too early.
"""

from collections.abc import Sequence
from dataclasses import dataclass

type Runs = tuple[tuple[float, int], ...]  # times (seconds since 1970) and how many, oldest first

# Two calls may come closer to each other at the service than they were noted here: by what the
# clocks of two instances differ (1 s), by how late a slot may be used and by its way (1 s).
GUARD = 2.0
_RUNS = 120
_AT_ONCE = 5  # that part of the quota is not spread
_FASTEST = 2  # times the even pace, where there is something to catch up with


@dataclass(frozen=True)
class Quota:
    """At most `limit` calls in any `seconds`."""

    limit: int
    seconds: int

    @property
    def hold(self) -> float:
        """Return for how many seconds a call counts."""
        return self.seconds + GUARD

    @property
    def interval(self) -> float:
        """Return the seconds from call to call where they are spread evenly."""
        return self.hold / self.limit

    def counting(self, sent: Runs, now: float) -> Runs:
        """Return the calls that still count."""
        return tuple(run for run in sent if run[0] > now - self.hold)

    def noting(self, sent: Runs, now: float) -> Runs:
        """Return the calls with one more, which is the latest."""
        width = self.seconds / _RUNS
        if sent and sent[-1][0] // width == now // width:
            return (*sent[:-1], (max(now, sent[-1][0]), sent[-1][1] + 1))
        return (*sent, (now, 1))

    def free_at(self, sent: Runs, promised: Sequence[float], now: float) -> float:
        """Return when there is room for one more, beside what was sent and what is promised.

        `promised` are the times of calls still to come: they count from now on, whenever they
        come.
        """
        used = sorted([*self.counting(sent, now), *((max(at, now), 1) for at in promised)])
        excess = sum(count for _, count in used) - self.limit + 1
        free = now
        for at, count in used:
            if excess <= 0:
                break
            excess -= count
            free = max(now, at + self.hold)
        return free

    def even_at(self, sent: Runs, promised: int, now: float) -> float:
        """Return when the next call is due where the room that is left is spread evenly.

        That is until the oldest call counts no more; a first fifth goes at once. A full window
        goes on like that in the next one: where many calls end to count together, those that
        follow are spread out again.
        """
        counting = self.counting(sent, now)
        used = sum(count for _, count in counting) + promised
        room = self.limit - used
        if not counting or room <= 0 or used < self.limit // _AT_ONCE:
            return now
        last, until = counting[-1][0], counting[0][0] + self.hold
        return last + max(self.interval / _FASTEST, (until - last) / (room + 1))
