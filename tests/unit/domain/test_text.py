"""Text from outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.text import harmful, many_lines, one_line

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@pytest.mark.parametrize("character", [*map(chr, range(32)), "\x7f", "\x85", "\x9f", *BIDI])
def test_control_and_direction_characters_do_harm(character: str) -> None:
    assert harmful(f"a{character}b")
    assert harmful(f"a{character}b", lines=True) is (character not in "\n\r\t")


def test_separators_and_halves_of_characters_do_harm() -> None:
    for character in "\u2028\u2029\ud800\udfff":
        assert harmful(character)
        assert harmful(character, lines=True)


@pytest.mark.parametrize(
    "text",
    ["", "Éva Kovács", "김철수", "<b>&amp;\"'", "\U0001f468\u200d\U0001f469", "a\u00a0b", "محمد"],
)
def test_what_people_write_does_not(text: str) -> None:
    assert not harmful(text)


def test_lines() -> None:
    assert one_line("  a \u00a0 b\t\nc ") == "a b c"
    assert one_line("e\u0301") == "é"
    assert many_lines("\n a\r\nb\rc\n\n d \n") == "a\nb\nc\n\n d"
    assert many_lines("e\u0301") == "é"


@given(st.text(max_size=60))
def test_normal_forms_stay(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
    assert many_lines(many_lines(text)) == many_lines(text)
    assert "\n" not in one_line(text)
    assert "\r" not in many_lines(text)
