"""How much may be recorded of what anybody can ask for: of a flood, only a part is."""

import time
from collections.abc import Callable

_PER_SECOND = 100.0  # records; exporting one takes 0.2 ms (docs/telemetry.md), so 2 % of a core
_AT_ONCE = 2000.0


class Allowance:
    """A token bucket of records."""

    def __init__(
        self,
        per_second: float = _PER_SECOND,
        at_once: float = _AT_ONCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take how many records come back each second, and how many there are at most."""
        self._per_second = per_second
        self._at_once = at_once
        self._clock = clock
        self._left = at_once
        self._seen = clock()

    def spend(self, records: int) -> bool:
        """Return whether so many may be recorded.

        What belongs together is recorded whole: whoever comes while anything is left gets all, and
        the next ones wait for it.
        """
        now = self._clock()
        self._left = min(self._at_once, self._left + (now - self._seen) * self._per_second)
        self._seen = now
        if self._left <= 0:
            return False
        self._left -= records
        return True
