"""A quota by what still counts: never over it, never forgotten too early, spread where asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.quota import GUARD, Quota, Runs

QUOTA = Quota(3, 60)


def sent(*times: float, quota: Quota = QUOTA) -> Runs:
    runs: Runs = ()
    for at in times:
        runs = quota.noting(runs, at)
    return runs


def test_there_is_room_until_the_limit_and_again_when_the_oldest_counts_no_more() -> None:
    assert QUOTA.free_at(sent(100, 110), (), 115) == 115
    assert QUOTA.free_at(sent(100, 110, 112), (), 115) == 100 + 60 + GUARD
    assert QUOTA.free_at(sent(100, 110, 112), (), 162) == 162
    # One that went out late pushes the room back by two.
    assert QUOTA.free_at(sent(100, 110, 112, 114), (), 115) == 110 + 60 + GUARD


def test_what_is_promised_takes_room_whenever_it_comes() -> None:
    assert QUOTA.free_at(sent(100), [120, 130], 115) == 100 + 60 + GUARD
    assert QUOTA.free_at((), [120, 130, 140], 115) == 120 + 60 + GUARD
    assert QUOTA.free_at((), [90, 130, 140], 115) == 115 + 60 + GUARD, "is late, and still comes"


def test_calls_close_together_are_one_entry_under_the_latest() -> None:
    """A 120th of the window: half a second of a minute."""
    assert sent(100.0, 100.1, 100.4, 100.6) == ((100.4, 3), (100.6, 1))


@given(st.lists(st.floats(0, 0.9), min_size=1, max_size=400))
def test_the_log_stays_short_and_forgets_nothing_early(gaps: list[float]) -> None:
    quota, now, times = Quota(50, 60), 1000.0, list[float]()
    runs: Runs = ()
    for gap in gaps:
        now += gap
        runs = quota.noting(quota.counting(runs, now), now)
        times.append(now)
    counting = [at for at in times if at > now - quota.hold]
    assert sum(count for _, count in runs) >= len(counting)
    assert len(runs) <= 120 * quota.hold / quota.seconds + 2


def test_a_fifth_goes_at_once_and_the_rest_is_spread() -> None:
    quota = Quota(10, 60)
    assert quota.even_at((), 0, 100) == 100
    assert quota.even_at(sent(100, quota=quota), 0, 100) == 100
    two = sent(100, 100, quota=quota)
    # Eight are left for 62 seconds: nine distances.
    assert quota.even_at(two, 0, 100) == pytest.approx(100 + 62 / 9)
    assert quota.even_at(two, 7, 100) == pytest.approx(100 + 62 / 2), "seven are promised"


def test_what_is_to_be_caught_up_with_goes_at_twice_the_pace_at_most() -> None:
    quota = Quota(10, 60)
    almost_over = sent(100, 100, 161, quota=quota)
    assert quota.even_at(almost_over, 0, 161.5) == 161 + quota.interval / 2


def test_a_full_window_is_not_a_matter_of_spreading() -> None:
    assert QUOTA.even_at(sent(100, 101, 102), 0, 103) == 103
    assert QUOTA.even_at(sent(100, 101), 1, 103) == 103
