"""Contrast with white, by the examples of WCAG."""

import pytest

from shared.domain.colours import contrast_with_white


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#777777", 4.48), ("#0B5CAD", 6.67)],
)
def test_the_ratio_is_that_of_wcag(colour: str, ratio: float) -> None:
    assert round(contrast_with_white(colour), 2) == ratio
