"""Who may go: quotas hold for any arrivals and any clocks, the line is kept, bulk comes last."""

import itertools
from bisect import bisect_right
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.pace import LATE, LONGEST, Answer, Asked, Pace, ask, pause
from shared.domain.quota import Quota

NOW = 1_800_000_000.0
SMALL = (Quota(4, 60), Quota(9, 300))
DEFAULTS = (Quota(30, 60), Quota(100, 3600))
SKEW = 1.0  # what the clocks of two instances differ at most
WAY = 1.0  # from a slot to the provider, at most


def granted(
    number: int, pace: Pace | None = None, *, at: float = NOW, quotas: Sequence[Quota] = SMALL
) -> Pace:
    """Return the pace after so many single ones have gone."""
    pace = pace or Pace()
    for one in range(number):
        pace, answer = ask(pace, quotas, Asked(f"granted {one}"), at)
        assert answer == Answer(granted=True, at=at)
    return pace


def fullest(arrivals: Sequence[float], seconds: float) -> int:
    """Return how many lie in the fullest window of that length."""
    ordered = sorted(arrivals)
    return max(
        (number - bisect_right(ordered, at - seconds) + 1 for number, at in enumerate(ordered)),
        default=0,
    )


AT_THE_TIME_TOLD = -1.0
arrivals = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.0, 0.0, AT_THE_TIME_TOLD, AT_THE_TIME_TOLD, 0.4, 5.0, 20.0, 58.0]),
        st.sampled_from([0.0, 0.5, SKEW]),
        st.sampled_from([0.0, 0.5, WAY]),
        st.sampled_from([False, False, True]),
        st.integers(0, 6),
    ),
    min_size=60,
    max_size=120,
)


@given(arrivals)
def test_no_window_is_ever_over_the_limit_whatever_the_clocks_say(
    events: list[tuple[float, float, float, bool, int]],
) -> None:
    pace, now, told, seen = Pace(), NOW, NOW, list[float]()
    for gap, skew, way, bulk, key in events:
        now = max(now, told - skew) if gap == AT_THE_TIME_TOLD else now + gap
        pace, answer = ask(pace, SMALL, Asked(str(key), bulk), now + skew)
        if answer.granted:
            seen.append(now + way)
        else:
            told = answer.at
    for quota in SMALL:
        assert fullest(seen, quota.seconds) <= quota.limit


@given(st.lists(st.floats(0, 30), min_size=1, max_size=40), st.integers(0, 3))
def test_everybody_who_comes_when_told_is_sent_and_within_the_best_time(
    gaps: list[float], bulk_every: int
) -> None:
    """Nobody starves: n e-mails take no longer than the windows that they fill."""
    waiting = [
        (NOW + sum(gaps[: number + 1]), number, Asked(str(number), number % 4 < bulk_every))
        for number in range(len(gaps))
    ]
    last, sent, pace, tries = max(at for at, *_ in waiting), 0, Pace(), 0
    end = NOW
    while waiting:
        waiting.sort(key=lambda one: one[:2])
        at, number, asked = waiting.pop(0)
        pace, answer = ask(pace, SMALL, asked, at)
        tries += 1
        assert tries < 60 * len(gaps), "asks for ever"
        if answer.granted:
            sent, end = sent + 1, at
        else:
            assert answer.at > at
            waiting.append((answer.at, number, asked))
    windows = len(gaps) // SMALL[1].limit + 2
    assert end <= last + windows * (SMALL[1].hold + SMALL[0].hold)
    assert sent == len(gaps)


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize("quotas", [DEFAULTS, (Quota(30, 60), Quota(10**6, 3600)), SMALL])
def test_who_always_waits_uses_95_percent(quotas: tuple[Quota, ...], *, bulk: bool) -> None:
    slowest = max(quotas, key=lambda quota: quota.interval)
    end = NOW + 10 * slowest.seconds
    pace, now, sent = Pace(), NOW, 0
    while now < end:
        # With endless patience, as if there was always a next one.
        pace, answer = ask(pace, quotas, Asked("next", bulk, patience=1e9), now)
        sent += answer.granted
        now = answer.at
    assert sent / (10 * slowest.limit) >= 0.95


def test_who_finds_no_room_stands_in_line_and_keeps_the_place() -> None:
    pace = granted(4)
    pace, first = ask(pace, SMALL, Asked("first"), NOW + 1)
    pace, second = ask(pace, SMALL, Asked("second"), NOW + 2)
    assert first == Answer(granted=False, at=NOW + 62)
    assert not second.granted
    assert [place.key for place in pace.line] == ["first", "second"]
    pace, again = ask(pace, SMALL, Asked("first"), NOW + 3)
    assert again == first
    assert [place.key for place in pace.line] == ["first", "second"]
    pace, turn = ask(pace, SMALL, Asked("first"), NOW + 62)
    assert turn.granted
    assert [place.key for place in pace.line] == ["second"]


def test_nobody_takes_a_place_in_line_from_who_stands_there() -> None:
    pace = granted(4)
    for number in range(4):
        pace, _ = ask(pace, SMALL, Asked(f"waits {number}"), NOW + 1)
    for asked in (Asked("new"), Asked("new in bulk", bulk=True)):
        _, answer = ask(pace, SMALL, asked, NOW + 62)
        assert not answer.granted
    _, answer = ask(pace, SMALL, Asked("waits 3"), NOW + 62)
    assert answer.granted


def test_who_does_not_come_loses_the_place() -> None:
    pace, told = ask(granted(4), SMALL, Asked("crashed"), NOW + 1)
    assert not told.granted
    pace, answer = ask(pace, SMALL, Asked("other"), told.at + LATE)
    assert answer.granted
    assert pace.line == ()


def test_the_line_is_not_endless() -> None:
    pace = granted(4)
    for number in range(130):
        pace, answer = ask(pace, SMALL, Asked(str(number)), NOW + 1)
        assert not answer.granted
    assert len(pace.line) == 100


def test_bulk_ones_that_cannot_go_are_told_times_of_their_own() -> None:
    pace, times = Pace(), []
    for number in range(300):
        pace, answer = ask(pace, DEFAULTS, Asked(str(number), bulk=True), NOW)
        if not answer.granted:
            times.append(answer.at)
    spread = DEFAULTS[1].interval / 2
    first = times[:250]
    assert [b - a for a, b in itertools.pairwise(first)] == pytest.approx([spread] * 249)
    assert max(times) <= NOW + LONGEST + spread


def test_a_bulk_one_with_patience_is_not_sent_away() -> None:
    pace, _ = ask(Pace(), SMALL, Asked("a", bulk=True), NOW)
    pace, soon = ask(pace, SMALL, Asked("b", bulk=True, patience=100), NOW)
    assert not soon.granted
    assert pace.bulk_told == 0.0
    _, away = ask(pace, SMALL, Asked("b", bulk=True, patience=1), NOW)
    assert away.at == soon.at


def test_a_single_one_finds_room_where_bulk_ones_spread() -> None:
    pace, now = Pace(), NOW
    for number in range(60):
        pace, answer = ask(pace, DEFAULTS, Asked(str(number), bulk=True, patience=1e9), now)
        now = answer.at
    _, single = ask(pace, DEFAULTS, Asked("single"), now)
    assert single.granted


def test_a_pause_holds_everybody_and_who_was_refused_is_first_after_it() -> None:
    pace = pause(granted(3), NOW + 100, Asked("refused"))
    assert pause(pace, NOW + 50, Asked("x", bulk=True)).paused_until == NOW + 100
    for asked in (Asked("single"), Asked("bulk", bulk=True), Asked("refused")):
        _, answer = ask(pace, SMALL, asked, NOW + 99)
        assert not answer.granted
        assert answer.at >= NOW + 100
    _, answer = ask(pace, SMALL, Asked("refused"), NOW + 100)
    assert answer.granted
    short = pause(granted(3), NOW + 10, Asked("refused"))
    short, answer = ask(short, SMALL, Asked("other"), NOW + 10)
    assert not answer.granted, "there is room for one"
    _, answer = ask(short, SMALL, Asked("refused"), NOW + 10)
    assert answer.granted


def test_what_an_instance_whose_clock_is_ahead_sent_counts() -> None:
    pace = granted(4, at=NOW)
    _, answer = ask(pace, SMALL, Asked("behind"), NOW - 1)
    assert answer.at == NOW + 62
