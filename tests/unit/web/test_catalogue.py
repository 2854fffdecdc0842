"""Catalogues as the app reads them: the same as Babel does, plural forms included."""

from io import BytesIO
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from dev.catalogue_files import plural_forms
from shared.domain.languages import SOURCE, offered
from shared.web.catalogues import Catalogue, catalogue_path, locale, translations

ODD = 'a "quoted" \\ text,\n\twith "lines"\n' + "and much more of it, " * 9
PLURAL = ("One day is left.", "%(num)s days are left.")


def read(**texts: Any) -> Catalogue:
    """Return a catalogue as the app reads it from what Babel wrote."""
    language = texts.pop("language", "fr")
    written = Catalog(locale=locale(language), fuzzy=False)
    written.mime_headers = [("Plural-Forms", plural_forms(language))]
    for key, (text, translated) in texts.items():
        written.add(text, translated, context=key if key.startswith("in_") else None)
    buffer = BytesIO()
    write_po(buffer, written, width=40)
    return Catalogue(buffer.getvalue().decode().splitlines(keepends=True))


@pytest.mark.parametrize("language", [tag for tag in offered() if tag != SOURCE])
def test_each_catalogue_reads_as_babel_reads_it(language: str) -> None:
    says = translations(language)
    source = BytesIO(catalogue_path(language).read_bytes())
    for message in read_po(source, locale=locale(language)):
        if isinstance(message.id, str) and message.id:
            assert says.gettext(message.id) == (message.string or message.id)


def test_what_needs_escaping_comes_out_as_it_was() -> None:
    says = read(one=(ODD, ODD.upper()), two=("after it", "danach"))
    assert says.gettext(ODD) == ODD.upper()
    assert says.gettext("after it") == "danach"


def test_what_is_missing_or_empty_stays_english() -> None:
    says = read(one=("Here", ""), two=(PLURAL, ("", "")))
    assert says.gettext("Here") == "Here"
    assert says.gettext("Nowhere") == "Nowhere"
    assert says.gettext("") == ""
    assert [says.ngettext(*PLURAL, n) for n in (1, 2)] == list(PLURAL)
    assert [says.ngettext("a", "b", n) for n in (1, 2)] == ["a", "b"]


def test_a_context_tells_texts_apart() -> None:
    says = read(in_mail=("Open", "Öffnen"), plain=("Open", "Offen"), in_more=(PLURAL, ("E", "M")))
    assert says.gettext("Open") == "Offen"
    assert says.pgettext("in_mail", "Open") == "Öffnen"
    assert says.pgettext("in_page", "Open") == "Open"
    assert [says.npgettext("in_more", *PLURAL, n) for n in (1, 2)] == ["E", "M"]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fr", {0: 0, 1: 0, 2: 1, 5: 1}),
        ("de", {0: 1, 1: 0, 2: 1}),
        ("ja", {0: 0, 1: 0, 2: 0}),
        ("pl", {1: 0, 2: 1, 4: 1, 5: 2, 12: 2, 22: 1, 100: 2}),
        ("ru", {1: 0, 21: 0, 2: 1, 5: 2, 11: 2}),
        ("ar", {0: 0, 1: 1, 2: 2, 3: 3, 11: 5, 100: 4, 103: 3}),
        ("sl", {1: 0, 2: 1, 3: 2, 5: 3, 101: 0}),
        ("lt", {1: 0, 2: 1, 10: 2, 21: 0}),
        # Not in Babel's table of gettext's customs: CLDR's rule.
        ("fil", {1: 0, 3: 0, 4: 1, 5: 0}),
        ("kk", {0: 1, 1: 0, 2: 1}),
    ],
)
def test_each_number_has_the_form_of_its_language(language: str, forms: dict[int, int]) -> None:
    texts = tuple(f"form {number}" for number in range(max(forms.values()) + 1))
    says = read(language=language, days=(PLURAL, texts))
    found = {number: says.ngettext(*PLURAL, number) for number in forms}
    assert found == {number: f"form {form}" for number, form in forms.items()}
