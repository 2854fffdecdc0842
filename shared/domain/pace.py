"""Who may call a service next, so that its quotas hold and single e-mails go before bulk ones.

Pure: `ask` takes what is stored and returns what is to be stored, and the answer.

- Single ones take any room there is. Where there is none, they stand in a line and are told when
  their turn is. Whoever is not there in time loses the place, so a crash blocks nothing for long.
- Bulk ones take what the line leaves, spread evenly (`Quota.even_at`), so that a single one that
  comes does not find the whole hour used up. Those that cannot go now are told times of their
  own, two for each slot, so that they come neither in a herd nor too few.
- A pause (429 with Retry-After) holds everybody. The slot of a refused call stays used: whether
  the service counts a refused call is not documented (facts.md section 8).
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.quota import Quota, Runs

LATE = 30.0  # seconds that a place in the line is kept
LONGEST = 3 * 3600.0  # no bulk one is told to come later than that: the operator may raise quotas
_OVERBOOKED = 2
_LONGEST_LINE = 100


@dataclass(frozen=True)
class Place:
    """Somebody in the line, and when the turn is."""

    key: str
    due: float


@dataclass(frozen=True)
class Pace:
    """All that instances share: the calls by quota, the line, and the times for bulk ones.

    `bulk_told` is the next time that no bulk one was told yet.
    """

    sent: tuple[Runs, ...] = ()
    line: tuple[Place, ...] = ()
    paused_until: float = 0.0
    bulk_told: float = 0.0


@dataclass(frozen=True)
class Asked:
    """A wish to call now, or within `patience` seconds; `key` knows the asker again."""

    key: str
    bulk: bool = False
    patience: float = 0.0


@dataclass(frozen=True)
class Answer:
    """Leave to call, given at `at`; or, where not `granted`, the time to ask again."""

    granted: bool
    at: float


def pause(pace: Pace, until: float, refused: Asked) -> Pace:
    """Return the pace that grants nothing before `until`; who was refused is the first then."""
    until = max(pace.paused_until, until)
    line = pace.line if refused.bulk else (Place(refused.key, until), *pace.line)
    return dataclasses.replace(pace, paused_until=until, line=line)


def ask(pace: Pace, quotas: Sequence[Quota], asked: Asked, now: float) -> tuple[Pace, Answer]:
    """Return the pace after the wish, and the answer."""
    sent = pace.sent or ((),) * len(quotas)
    pace = dataclasses.replace(
        pace,
        sent=tuple(quota.counting(runs, now) for quota, runs in zip(quotas, sent, strict=True)),
        line=tuple(place for place in pace.line if place.due + LATE > now),
    )
    asking = _Asking(pace, quotas, asked, now)
    return asking.for_bulk() if asked.bulk else asking.for_single()


@dataclass(frozen=True)
class _Asking:
    pace: Pace
    quotas: Sequence[Quota]
    asked: Asked
    now: float

    def for_single(self) -> tuple[Pace, Answer]:
        line = self.pace.line
        keys = [place.key for place in line]
        position = keys.index(self.asked.key) if self.asked.key in keys else len(line)
        free = self._free(line[:position])
        if free <= self.now:
            return self._granted((*line[:position], *line[position + 1 :]))
        if position < _LONGEST_LINE:
            line = (*line[:position], Place(self.asked.key, free), *line[position + 1 :])
        return dataclasses.replace(self.pace, line=line), Answer(granted=False, at=free)

    def for_bulk(self) -> tuple[Pace, Answer]:
        promised = len(self.pace.line)
        pairs = zip(self.quotas, self.pace.sent, strict=True)
        evenly = max(quota.even_at(sent, promised, self.now) for quota, sent in pairs)
        free = max(self._free(self.pace.line), evenly)
        if free <= self.now:
            return self._granted(self.pace.line)
        if free <= self.now + self.asked.patience:
            return self.pace, Answer(granted=False, at=free)
        return self._told(free)

    def _told(self, free: float) -> tuple[Pace, Answer]:
        at = max(self.pace.bulk_told, free)
        if at > self.now + LONGEST:
            at = free
        interval = max(quota.interval for quota in self.quotas)
        told = dataclasses.replace(self.pace, bulk_told=at + interval / _OVERBOOKED)
        return told, Answer(granted=False, at=at)

    def _free(self, ahead: Sequence[Place]) -> float:
        dues = [place.due for place in ahead]
        times = [
            quota.free_at(sent, dues, self.now)
            for quota, sent in zip(self.quotas, self.pace.sent, strict=True)
        ]
        return max(self.pace.paused_until, *times)

    def _granted(self, line: tuple[Place, ...]) -> tuple[Pace, Answer]:
        pairs = zip(self.quotas, self.pace.sent, strict=True)
        sent = tuple(quota.noting(runs, self.now) for quota, runs in pairs)
        pace = dataclasses.replace(self.pace, sent=sent, line=line)
        return pace, Answer(granted=True, at=self.now)
