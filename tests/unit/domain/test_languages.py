"""RFC 4647 lookup against the offered languages, and RFC 9110's weights."""

import subprocess
import sys

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.languages import SOURCE, Language, choose, direction, languages, match, offered

FEW = ("en", "fr", "hu", "ko", "zh-Hant")
MANY = (
    *("en", "ar", "bg", "ca", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fil", "fr", "he"),
    *("hi", "hr", "hu", "id", "it", "ja", "ka", "kk", "ko", "lt", "lv", "ms", "nb", "nl", "pl"),
    *("pt-BR", "pt-PT", "ro", "ru", "sk", "sl", "sr", "sv", "sw", "th", "tr", "uk", "ur", "vi"),
    *("zh-Hans", "zh-Hant"),
)
NO_TAG = (
    *("", "*", "e", "english", "en_US", "en-", "-en", "en--US", "en US", "en\n", "ｅｎ", "ſv"),
    *("fr;q=1", "en-" + "a" * 9, "../en", "x-private", "i-klingon", "en-x", "en-u", "\x00"),
    *("en" + "-abcde" * 100, "-" * 10_000, "a-" * 5_000),
)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("EN-us", "en"),
        ("en-GB-oxendict", "en"),
        ("en-US-u-ca-buddhist-x-own", "en"),
        ("fr-CH", "fr"),
        ("fr-Latn-CH", "fr"),
        ("hu-HU", "hu"),
        ("ko-KR", "ko"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-hant-CN", "zh-Hant"),
        ("ZH-hant-hk", "zh-Hant"),
        ("zh", None),
        ("zh-CN", None),
        ("zh-SG", None),
        ("zh-Hans-TW", None),
        ("pt", None),
        ("de-CH", None),
        ("en-Arab", None),
        ("fr-Cyrl", None),
        ("xx", None),
        ("und", None),
        *((text, None) for text in NO_TAG),
    ],
)
def test_a_tag_finds_its_language_among_few(tag: str, language: str | None) -> None:
    assert match(tag, FEW) == language


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-yue-HK", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-cmn-Hans-CN", "zh-Hans"),
        ("cmn-TW", "zh-Hant"),
        # CLDR: the likely region of pt is BR; pt-PT is the parent of Africa's and Macao's.
        ("pt", "pt-BR"),
        ("pt-br", "pt-BR"),
        ("pt-US", "pt-BR"),
        ("pt-PT", "pt-PT"),
        ("pt-AO", "pt-PT"),
        ("pt-MZ", "pt-PT"),
        ("pt-MO", "pt-PT"),
        # CLDR: "no" is the parent of nb and of nn.
        ("no", "nb"),
        ("no-NO", "nb"),
        ("nn", "nb"),
        ("nn-NO", "nb"),
        ("nb-SJ", "nb"),
        # Old codes and other names of the same.
        ("iw", "he"),
        ("iw-IL", "he"),
        ("in", "id"),
        ("tl-PH", "fil"),
        ("mo", "ro"),
        ("prs", "fa"),
        ("deu", "de"),
        # Another script is no help: Cyrillic cannot be read by who asks for Latin.
        ("sr", "sr"),
        ("sr-RS", "sr"),
        ("sr-Cyrl-ME", "sr"),
        ("sr-Latn", None),
        ("sr-Latn-RS", None),
        ("sr-ME", None),
        ("sh", None),
        ("kk-CN", None),
        ("kk-Arab", None),
        ("kk-KZ", "kk"),
        ("hi-Latn", "en"),  # CLDR's parent of Hindi in Latin letters
        ("es-419", "es"),
        ("es-MX", "es"),
        ("en-GB", "en"),
        ("ar-EG", "ar"),
        ("de-AT-1996-u-co-phonebk", "de"),
        ("bs", None),
        *((text, None) for text in NO_TAG),
    ],
)
def test_a_tag_finds_its_language_among_many(tag: str, language: str | None) -> None:
    assert match(tag, MANY) == language


@pytest.mark.parametrize("tag", MANY)
def test_each_language_finds_itself_and_babel_knows_it(tag: str) -> None:
    assert match(tag, MANY) == match(tag.upper(), MANY) == match(tag, (tag,)) == tag
    assert str(Locale.parse(tag, sep="-")).replace("_", "-") == tag


def test_a_language_beside_one_of_its_regions_is_found_by_its_own_tag() -> None:
    both = ("pt", "pt-BR", "nb", "nn")
    assert [match(tag, both) for tag in both] == list(both)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", None),
        ("fr", "fr"),
        ("de, fr-CH;q=0.8, en;q=0.1", "fr"),
        ("en;q=0.5, ko", "ko"),
        ("EN;Q=0.5 , KO ;  q=0.7", "ko"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-CN,zh;q=0.9", None),
        ("hu;q=0.1, xx;q=0.9", "hu"),
        ("fr;q=0.7, hu;q=0.7", "fr"),
        ("hu;q=0.701, fr;q=0.7", "hu"),
        ("fr;q=1.000, hu", "fr"),
        # Anything: the first choice of whoever asks, here English.
        ("*", "en"),
        ("de, *;q=0.5", "en"),
        ("*, en;q=0", "fr"),
        ("fr;q=0.2, *;q=0.5", "en"),
        # Refused is refused, even where a near language leads to it.
        ("fr;q=0", None),
        ("fr;q=0, hu;q=0.1", "hu"),
        ("fr-CH, fr;q=0, hu;q=0.1", "hu"),
        ("fr-CH;q=0, fr;q=0.3", "fr"),
        ("fr;q=0.000, *;q=0", None),
        # Malformed ranges are left out, the others count.
        ("fr;q=2, hu;q=0.1", "hu"),
        ("fr;q=x, hu;q=0.1", "hu"),
        ("fr;q=-1, hu;q=0.1", "hu"),
        ("fr;q=nan, hu;q=0.1", "hu"),
        ("fr;q=0.1234, hu;q=0.1", "hu"),
        ("fr;q=, \x00, ;;;", None),
        (";", None),
        (",,,, fr ,,", "fr"),
        ("a" * 10_000, None),
        ("fr" + ", de" * 2_500, "fr"),
        (", ".join(["de;q=0.1"] * 1_000) + ", fr", None),
        ("fr, " + "-" * 10_000, "fr"),
        # What is cut off at the end of what is read is no tag.
        (("x" * 99 + ",") * 19 + "y" * 97 + ",frr", None),
    ],
)
def test_a_header_chooses_among_few(header: str, language: str | None) -> None:
    assert choose(header, among=FEW) == language


def test_anything_is_the_first_choice_of_whoever_asks() -> None:
    assert choose("de, *;q=0.1", first="hu", among=FEW) == "hu"
    assert choose("*, hu;q=0", first="hu", among=FEW) == "en"


@given(st.text(max_size=40) | st.text("abxzENq-*_019", max_size=120))
def test_any_text_finds_an_offered_language_or_none(tag: str) -> None:
    assert match(tag) in {*offered(), None}
    assert match(tag, MANY) in {*MANY, None}


WEIRD = st.text("enfrhuko-*;=q01. ,\t\x00ſ", max_size=3_000) | st.text(max_size=300)


@given(WEIRD)
def test_any_header_chooses_an_offered_language_or_none(header: str) -> None:
    assert choose(header) in {*offered(), None}
    assert choose(header, among=MANY) in {*MANY, None}


@given(
    st.lists(
        st.tuples(st.sampled_from(MANY), st.integers(0, 1000)), min_size=1, unique_by=lambda r: r[0]
    )
)
def test_the_greatest_weight_wins(ranges: list[tuple[str, int]]) -> None:
    header = ", ".join(f"{tag};q={weight / 1000:.3f}" for tag, weight in ranges)
    best = max(ranges, key=lambda one: one[1])
    assert choose(header, among=MANY) == (best[0] if best[1] else None)


@pytest.mark.parametrize("language", languages(), ids=offered())
def test_each_offered_language_says_what_cldr_says_of_it(language: Language) -> None:
    tag = language.tag
    locale = Locale.parse(tag, sep="-")
    assert (direction(tag) == "rtl") == (locale.character_order == "right-to-left")
    assert match(tag) == tag


def test_english_is_offered_and_what_is_not_has_no_direction() -> None:
    assert SOURCE in offered()
    assert len(set(offered())) == len(languages())
    with pytest.raises(KeyError):
        direction("tlh")


def test_the_list_alone_costs_no_babel() -> None:
    """A guest's click on a cold instance pays for what the settings import."""
    script = (
        "import sys; from shared.domain.languages import offered, direction; offered(); "
        "direction('en'); import shared.setting, InviteUser.follow; "
        "print([name for name in sys.modules if name.split('.')[0] in ('babel', 'jinja2')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
