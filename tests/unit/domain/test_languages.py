"""RFC 4647 lookup against the offered languages."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.languages import OFFERED, RIGHT_TO_LEFT, SOURCE, direction, match


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("EN-us", "en"),
        ("en-GB-oxendict", "en"),
        ("fr", "fr"),
        ("fr-CH", "fr"),
        ("fr-Latn-CH", "fr"),
        ("hu-HU", "hu"),
        ("ko-KR", "ko"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("zh-hant-CN", "zh-Hant"),
        ("ZH-hant-hk", "zh-Hant"),
        ("zh", None),
        ("zh-CN", None),
        ("zh-SG", None),
        ("zh-Hans-TW", None),
        ("pt", None),
        ("pt-BR", None),
        ("de-CH", None),
        ("en-Arab", None),
        ("fr-Cyrl", None),
        ("xx", None),
        ("", None),
        ("*", None),
        ("e", None),
        ("english", None),
        ("en_US", None),
        ("en-", None),
        ("-en", None),
        ("en--US", None),
        ("en US", None),
        ("en\n", None),
        ("ｅｎ", None),
        ("fr;q=1", None),
        ("en-" + "a" * 9, None),
        ("../en", None),
    ],
)
def test_a_tag_finds_its_language(tag: str, language: str | None) -> None:
    assert match(tag) == language


@given(st.text(max_size=40))
def test_any_text_finds_an_offered_language_or_none(tag: str) -> None:
    assert match(tag) in {*OFFERED, None}


@pytest.mark.parametrize("language", OFFERED)
def test_each_offered_language_finds_itself_and_babel_knows_it(language: str) -> None:
    assert match(language) == language
    assert direction(language) == ("rtl" if language in RIGHT_TO_LEFT else "ltr")
    assert Locale.parse(language, sep="-").text_direction in {"ltr", "left-to-right"}


def test_scripts_of_the_right() -> None:
    assert SOURCE in OFFERED
    assert direction("ar-EG") == direction("he") == "rtl"
