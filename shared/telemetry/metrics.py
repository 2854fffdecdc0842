"""Counts and durations, added up until they are sent."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_MOST = 2000  # different sets of dimensions; beyond, new ones are not counted


@dataclass(slots=True)
class Total:
    """What was measured under one name and one set of dimensions."""

    count: int
    sum: float
    least: float
    most: float

    def add(self, other: "Total") -> None:
        """Take in another total."""
        self.count += other.count
        self.sum += other.sum
        self.least = min(self.least, other.least)
        self.most = max(self.most, other.most)


Key = tuple[str, tuple[tuple[str, str], ...]]
Totals = dict[Key, Total]


class Metrics:
    """Totals since they were taken last; any thread may add."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._totals: Totals = {}

    def add(self, name: str, dimensions: Mapping[str, str], value: float = 1) -> None:
        """Note a measurement, or one more of what is counted."""
        key = (name, tuple(sorted(dimensions.items())))
        self._put([(key, Total(1, value, value, value))])

    def take(self) -> Totals:
        """Return the totals, and begin anew."""
        with self._lock:
            taken, self._totals = self._totals, {}
        return taken

    def give_back(self, totals: Totals) -> None:
        """Take back what could not be sent: nothing of it gets lost."""
        self._put(totals.items())

    def _put(self, more: Iterable[tuple[Key, Total]]) -> None:
        with self._lock:
            for key, total in more:
                if key in self._totals:
                    self._totals[key].add(total)
                elif len(self._totals) < _MOST:
                    self._totals[key] = total
