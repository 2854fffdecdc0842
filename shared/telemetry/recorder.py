"""Keeps what is recorded until it is sent; recording never waits and never fails.

A process has one recorder, or none where nothing is exported.
"""

import hashlib
import hmac
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping

from shared.telemetry import names
from shared.telemetry.allowance import Allowance
from shared.telemetry.metrics import Metrics
from shared.telemetry.records import Record, Step, Value
from shared.telemetry.trace import Trace

_MOST = 30_000  # records; about 30 MB, and more than an import of 10,000 rows makes at once
_CUSTOMER = 12


class Recorder:
    """A buffer of records and the totals of metrics. Where it is full, the oldest go first."""

    def __init__(
        self, key: str = "", most: int = _MOST, allow: Callable[[], Allowance] = Allowance
    ) -> None:
        """Take the key of the pseudonyms under which customers are counted.

        `allow` makes the allowance of each function whose runs can be left out.
        """
        self.metrics = Metrics()
        self._allowances: dict[str, Allowance] = defaultdict(allow)
        self._key = key.encode()
        self._records: deque[Record] = deque()
        self._most = most

    def keep(self, *records: Record) -> None:
        """Note what happened."""
        self._records.extend(records)
        self._make_room()

    def may_keep(self, function: str, records: int) -> bool:
        """Return whether the function may have so many recorded; if not, count them as dropped."""
        kept = self._allowances[function].spend(records)
        if not kept:
            self.metrics.add(names.DROPPED, {}, records)
        return kept

    def step(
        self,
        name: str,
        place: Trace | None,
        attributes: Mapping[str, Value],
        *,
        reason: str = "",
        count: int = 1,
        spare: str = "",
    ) -> None:
        """Note and count a step; only count it where the function `spare` has too many of them."""
        told = {names.STEP: name, **attributes}
        if reason:
            told[names.REASON] = reason
        if not spare or self.may_keep(spare, 1):
            self.keep(Step(name, time.time_ns(), place, told))
        self.metrics.add(names.STEPS, {names.STEP: name, names.REASON: reason}, count)

    def take(self, most: int) -> list[Record]:
        """Return up to `most` records, the oldest first, and forget them."""
        taken: list[Record] = []
        while self._records and len(taken) < most:
            taken.append(self._records.popleft())
        return taken

    def give_back(self, records: list[Record]) -> None:
        """Take back what could not be sent, as far as there is room."""
        self._records.extendleft(reversed(records))
        self._make_room()

    @property
    def waiting(self) -> int:
        """Return how many records wait."""
        return len(self._records)

    def customer(self, domain: str) -> str:
        """Return the pseudonym of a domain: it says who is the same, not who it is."""
        if not domain:
            return ""
        return hmac.new(self._key, domain.lower().encode(), hashlib.sha256).hexdigest()[:_CUSTOMER]

    def _make_room(self) -> None:
        while len(self._records) > self._most:
            self._records.popleft()
            self.metrics.add(names.DROPPED, {})


class _Process:
    recorder: Recorder | None = None


def recorder() -> Recorder | None:
    """Return the recorder of this process, or None where nothing is recorded."""
    return _Process.recorder


def use(new: Recorder | None) -> None:
    """Make it the recorder of this process."""
    _Process.recorder = new
