"""What the check takes for English, and how wide a label is."""

from pathlib import Path

import pytest

from dev.button_labels import labels
from dev.catalogue_rules import is_english, of_one_number, width
from tests.unit import templates
from tests.unit.catalogues.changing import LABEL, TWO_WORDS


@pytest.mark.parametrize(
    ("text", "source", "letters", "english"),
    [
        ("Privacy statement", "Privacy statement", (), True),
        ("Privacy", "Privacy", (), False),
        ("Microsoft Entra ID", "Microsoft Entra ID", (), False),
        ("Use Microsoft Entra ID", "Use Microsoft Entra ID", (), False),
        ("Open your Microsoft", "Open your Microsoft", (), True),
        ("%(product)s <b>ID</b>", "%(product)s <b>ID</b>", (), False),
        ("Privacy", "Privacy", ("GREEK",), True),
        ("Απόρρητο", "Privacy", ("GREEK",), False),
        ("ID %(code)s: 7", "ID %(code)s: 7", ("GREEK",), False),
        ("Microsoft Entra: что это", "Microsoft Entra", ("CYRILLIC",), False),
        ("Проба", "Privacy", ("GREEK",), True),
    ],
)
def test_english_is_told_from_names(
    text: str, source: str, letters: tuple[str, ...], english: bool
) -> None:
    assert is_english(text, source, letters) is english


def test_a_label_is_as_wide_as_its_letters() -> None:
    assert width("Create company") == 14
    assert width("회사 만들기") == 2 * 5 + 1
    assert width("Open %(product)s") == 5 + 18
    assert width("e\N{COMBINING ACUTE ACCENT}\N{ZERO WIDTH JOINER}") == 1


def test_the_labels_of_pages_and_emails_are_known() -> None:
    found = labels()
    assert found[LABEL] == "email"
    assert found["Create company"] == found["Open %(product)s"] == "pages"
    assert found["Show this country's address form"] == "pages"
    assert TWO_WORDS not in found


def test_a_label_may_come_from_a_macro(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates.use(
        monkeypatch, tmp_path / "templates", "{{ parts.button(link, gettext('Go on, \"you\"')) }}"
    )
    assert labels() == {'Go on, "you"': "email"}


@pytest.mark.parametrize(
    ("plural", "forms"),
    [
        ("(n != 1)", {0}),
        ("(n > 1)", set()),
        ("0", set()),
        ("(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : 4)", {0, 1, 2}),
    ],
)
def test_a_form_for_one_number_alone_may_say_it_in_words(plural: str, forms: set[int]) -> None:
    assert of_one_number(plural) == forms
