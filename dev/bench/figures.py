"""The arithmetic of the table."""

import math
import statistics
from collections.abc import Iterator, Sequence


def median(values: Sequence[float]) -> float:
    """Return the median; raises ValueError for no values."""
    if not values:
        raise ValueError("no values were measured")
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` (0 to 1) of the values do not exceed.

    That is the nearest-rank percentile: always one that was measured. Raises ValueError for no
    values.
    """
    if not values:
        raise ValueError("no values were measured")
    rank = max(1, math.ceil(share * len(values)))
    return sorted(values)[rank - 1]


def median_ratio(ours: Sequence[float], others: Sequence[float]) -> float:
    """Return the median of the rounds' ratios: what slows a whole round down falls out.

    Raises ValueError unless both have the same rounds.
    """
    return median([one / other for one, other in zip(ours, others, strict=True)])


def interleaved[T](things: Sequence[T], rounds: int) -> Iterator[T]:
    """Yield all things once a round, each round beginning with another one.

    Noise of the machine hits all of them alike, and none always follows the same other.
    """
    for number in range(rounds):
        start = number % len(things)
        yield from (*things[start:], *things[:start])
