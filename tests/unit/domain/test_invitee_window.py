"""Any 24 hours: never too few are counted."""

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.invitee_window import HOUR, Window

DAY = 24 * HOUR
START = 500_000 * HOUR


def test_what_was_spent_counts_for_a_day_and_no_longer_than_an_hour_more() -> None:
    window = Window().with_more(3, START + 1800)
    assert window.at(START + 1800 + DAY).total == 3
    assert window.at(START + HOUR + DAY).total == 0


def test_the_wait_is_until_there_is_room() -> None:
    window = Window().with_more(3, START).with_more(4, START + 5 * HOUR)
    now = START + 6 * HOUR
    assert window.wait(3, 10, now) == 0
    wait = window.wait(4, 10, now)
    assert wait == 25 * HOUR - 6 * HOUR
    assert window.wait(4, 10, now + wait) == 0
    assert window.wait(4, 10, now + wait - 1) > 0
    assert window.wait(9, 10, now) == 30 * HOUR - 6 * HOUR
    assert window.wait(11, 10, now) == 30 * HOUR - 6 * HOUR, "it never fits"
    assert Window().wait(11, 10, START) == 1


def test_what_is_given_back_is_taken_from_the_latest() -> None:
    window = Window().with_more(3, START).with_more(4, START + HOUR)
    assert window.with_fewer(5, START + HOUR) == Window(((500_000, 2),))
    assert window.with_fewer(9, START + HOUR) == Window()


def test_a_clock_that_is_behind_spends_in_the_latest_hour() -> None:
    window = Window().with_more(1, START + HOUR).with_more(1, START + HOUR - 1)
    assert window == Window(((500_001, 2),))


@given(st.lists(st.tuples(st.integers(0, 5 * HOUR), st.integers(1, 5)), max_size=40))
def test_no_24_hours_hold_more_than_the_limit(steps: list[tuple[int, int]]) -> None:
    window, now, spent = Window(), START, []
    for pause, count in steps:
        now += pause
        if window.wait(count, 10, now) == 0:
            window = window.with_more(count, now)
            spent.append((now, count))
        assert len(window.counts) <= 25, "the row stays small"
    for end, _ in spent:
        assert sum(count for at, count in spent if end - DAY < at <= end) <= 10
