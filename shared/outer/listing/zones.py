"""What a block holds, in short: enough to count it, and to know what it cannot hold."""

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from shared.domain.invitation import State
from shared.outer.listing.lines import DAY, Line, Wanted
from shared.usecases.listing import CLICKED, EXPIRED, SHOWN_STATES

# More inviters than this are not told apart any more in a summary.
_MOST_INVITERS = 64
# A Bloom filter of the beginnings of words: at 128 lines one in some hundreds is wrongly found.
_BITS = 8192
_HASHES = 3
_BEGINNING = 4


class Zone(msgspec.Struct, frozen=True, array_like=True):
    """A summary of lines; those that are gone are left out.

    `running` has the open ones, [queued, sent], by the day (since 1970) on which they run out.
    `inviters` are hashes, or None for too many; `beginnings` is empty where nobody knows.
    """

    states: dict[str, int]
    running: dict[int, list[int]]
    clicked: int
    emails: list[str]
    languages: list[str]
    inviters: list[str] | None
    beginnings: bytes = b""

    def may_hold(self, wanted: Wanted) -> bool:
        """Return False only where no line of it can meet the filters."""
        return (
            not wanted.nothing
            and self._may_have_state(wanted.state, wanted.now)
            and (not wanted.email or wanted.email in self.emails)
            and (not wanted.language or wanted.language in self.languages)
            and (
                not wanted.inviter
                or self.inviters is None
                or inviter_hash(wanted.inviter) in self.inviters
            )
            and self._may_have_words(wanted.words)
        )

    def _may_have_state(self, state: str, now: int) -> bool:
        if not state:
            return bool(self.states)
        if state == EXPIRED:
            return any(day * DAY <= now for day in self.running)
        if state == State.QUEUED or state == State.SENT:
            which = 0 if state == State.QUEUED else 1
            return any((day + 1) * DAY > now and two[which] for day, two in self.running.items())
        return bool(self.states.get(state))

    def _may_have_words(self, words: Sequence[str]) -> bool:
        if not self.beginnings:
            return True
        known = [word[:_BEGINNING] for word in words if len(word) >= _BEGINNING]
        bits = [bit for word in known for bit in _bits(word)]
        return all(self.beginnings[bit >> 3] & (1 << (bit & 7)) for bit in bits)

    def count(self, counts: Counter[str], today: int) -> None:
        """Add how many it has by shown state; those that run out `today` as if they were open."""
        for state, number in self.states.items():
            counts[state] += number
        counts[CLICKED] += self.clicked
        for day, (queued, sent) in self.running.items():
            if day < today:
                counts[State.QUEUED] -= queued
                counts[State.SENT] -= sent
                counts[EXPIRED] += queued + sent


def zone_of_lines(lines: Iterable[Line]) -> Zone:
    """Return the summary of lines."""
    shown = [line for line in lines if not line.gone]
    running: dict[int, list[int]] = {}
    for line in shown:
        if line.open:
            two = running.setdefault(line.expires // DAY, [0, 0])
            two[line.state == State.SENT] += 1
    return Zone(
        dict(Counter(line.state for line in shown)),
        running,
        sum(line.clicked for line in shown),
        sorted({line.email for line in shown}),
        sorted({line.language for line in shown}),
        _few({inviter_hash(line.inviter_email) for line in shown}),
        _beginnings(shown),
    )


def zone_of_zones(zones: Sequence[Zone], today: int) -> Zone:
    """Return the summary of summaries; what ran out before `today` is one day in it."""
    states: Counter[str] = Counter()
    running: dict[int, list[int]] = {}
    for zone in zones:
        states.update(zone.states)
        for day, (queued, sent) in zone.running.items():
            two = running.setdefault(day if day >= today else 0, [0, 0])
            two[0] += queued
            two[1] += sent
    known = [zone.inviters for zone in zones if zone.inviters is not None]
    together = _few({one for some in known for one in some})
    return Zone(
        dict(states),
        running,
        sum(zone.clicked for zone in zones),
        sorted({one for zone in zones for one in zone.emails}),
        sorted({one for zone in zones for one in zone.languages}),
        together if len(known) == len(zones) else None,
    )


def count_lines(counts: Counter[str], lines: Iterable[Line], now: int) -> None:
    """Add how many there are by shown state."""
    for line in lines:
        if not line.gone:
            counts[line.shown_state(now)] += 1
            counts[CLICKED] += line.clicked


def all_states(counts: Counter[str]) -> dict[str, int]:
    """Return the counts with a number for each state, 0 where there is none."""
    return {name: counts[name] for name in (*SHOWN_STATES, CLICKED)}


def inviter_hash(address: str) -> str:
    """Return a short mark of an address; two that share one only cost time."""
    return hashlib.sha256(address.lower().encode()).hexdigest()[:8]


def _few(hashes: set[str]) -> list[str] | None:
    return sorted(hashes) if len(hashes) <= _MOST_INVITERS else None


def _beginnings(lines: Iterable[Line]) -> bytes:
    filled = bytearray(_BITS // 8)
    for word in {word[:_BEGINNING] for line in lines for word in line.found_by.split()}:
        for bit in _bits(word):
            filled[bit >> 3] |= 1 << (bit & 7)
    return bytes(filled)


def _bits(word: str) -> list[int]:
    one = zlib.crc32(word.encode())
    two = zlib.adler32(word.encode()) | 1
    return [(one + number * two) % _BITS for number in range(_HASHES)]
