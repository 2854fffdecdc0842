"""Translations: gettext catalogues read from their source files, so none can be out of date."""

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from shared.domain.languages import SOURCE

FOLDER = Path(__file__).parents[2] / "locales"


def catalogue_path(language: str) -> Path:
    """Return where the language's catalogue lies."""
    return FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"


@cache
def translations(language: str) -> NullTranslations:
    """Return the language's translations; English is the language of the source."""
    if language == SOURCE:
        return NullTranslations()
    with catalogue_path(language).open("rb") as file:
        catalogue = read_po(file, locale=locale(language))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def locale(language: str) -> Locale:
    """Return Babel's locale of an offered language."""
    return Locale.parse(language, sep="-")
