"""Text that people gave, made fit for an e-mail."""

import pytest

from shared.web.mail_filters import mail_filters
from shared.web.mail_text import initials, isolated, many_lines, one_line, unlinked
from tests.unit.web.reading import linked


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Willy URS", "WU"),
        ("willy", "W"),
        ("Mohamed-Nour, Tamer", "TM"),
        ("Anna Maria de Souza", "AS"),
        ("Éva Kovács", "ÉK"),
        ("E\u0301va Kova\u0301cs", "ÉK"),
        ("Ольга Петрова", "ОП"),
        ("김민준", "김"),
        ("김 민준", "김"),
        ("山田, 太郎", "山"),
        ("محمد علي", "م"),
        ("नीता शर्मा", "नी"),
        ("(Dr.) 'Tamer' <x>", "DX"),
        ("123", "S"),
        ("👩‍🔧", "S"),
        ("", "S"),
    ],
)
def test_initials_of_any_script(name: str, letters: str) -> None:
    assert initials(name, "sales@gfms.example") == letters


def test_nobody_has_no_initials() -> None:
    assert initials("", "") == initials("1", "2@3") == ""


@pytest.mark.parametrize(
    "text",
    [
        *("evil.example", "www.evil.example", "https://evil.example/a.b", "a@b.example"),
        *("mailto:a", "\\\\server\\share", "evil。example", "tel:1"),
    ],
)
def test_nothing_looks_like_a_link(text: str) -> None:
    shown = unlinked(text)
    assert linked(shown) == text
    for part in ("://", "//", ".e", "www.", "@", "\\\\", "。e", "mailto:", "tel:"):
        if part in text and part != "@":
            assert part not in shown
    assert "a@b" not in shown


def test_a_sentence_stays_as_it_is() -> None:
    for text in ("Dear Dr. Smith, see you at 10. Bye.", "你好。世界", "Yes: no / maybe"):
        assert unlinked(text) == text


def test_a_line_is_one_line_without_what_nobody_sees() -> None:
    assert one_line(" a\r\nb\tc\x0bd\x85e\u2028f\0g\u202eh\u2069i\ufeffj\ud800k\ufffe ") == (
        "a b c d e fghijk"
    )
    assert one_line("می\u200cخواهم 👨\u200d👩") == "می\u200cخواهم 👨\u200d👩"


def test_what_is_too_long_is_cut() -> None:
    assert one_line("a" * 10_000, 5) == "aaaa…"
    assert one_line("aaaaa", 5) == "aaaaa"
    assert len("\n".join(many_lines("a\n" * 10_000))) <= 2000


def test_a_message_keeps_its_lines() -> None:
    assert many_lines("  a\r\n\r\nb\rc\u2028d\te \x0b\n\n\n\n\nf\n") == (
        *("a", "", "b", "c", "d e", "", "f"),
    )
    assert many_lines(" \n\0\n ") == ()


def test_a_text_of_the_other_direction_is_fenced_in() -> None:
    assert isolated("Willy", right_to_left=False) == "Willy"
    assert isolated("שלום", right_to_left=False) == "\u2068שלום\u2069"
    assert isolated("١٢٣", right_to_left=False) == "\u2068١٢٣\u2069"
    assert isolated("Willy", right_to_left=True) == "\u2068Willy\u2069"
    assert mail_filters("ar")["fenced"]("Willy") == "\u2068Willy\u2069"
