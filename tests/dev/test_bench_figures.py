"""The arithmetic of `bench`."""

import pytest

from dev.bench.figures import interleaved, median, median_ratio, percentile


def test_the_median_is_the_middle_one() -> None:
    assert median([9, 1, 2]) == 2
    assert median([4, 1, 2, 3]) == 2.5


@pytest.mark.parametrize(
    ("share", "expected"), [(0.99, 99), (0.5, 50), (0.001, 1), (0, 1), (1, 100), (0.991, 100)]
)
def test_a_percentile_is_a_value_that_was_measured(share: float, expected: float) -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert percentile(values, share) == expected


def test_the_percentile_of_few_values_is_the_largest() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3


def test_nothing_measured_is_an_error() -> None:
    with pytest.raises(ValueError, match="no values"):
        median([])
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.99)


def test_a_round_that_was_slow_for_both_changes_no_ratio() -> None:
    assert median_ratio([100, 10, 104], [50, 5, 52]) == 2
    # The ratio of the medians would be 1.
    assert median_ratio([1, 100, 200], [2, 200, 100]) == 0.5


def test_rounds_are_compared_in_pairs_only() -> None:
    with pytest.raises(ValueError, match="shorter"):
        median_ratio([1, 2], [1])


def test_each_round_begins_with_another_one() -> None:
    assert list(interleaved("abc", 4)) == list("abcbcacababc")
