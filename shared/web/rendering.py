"""Templates of pages and e-mails, in the reader's language."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from shared.domain.languages import direction
from shared.settings import Brand
from shared.web.catalogues import locale, translations
from shared.web.mail_filters import mail_filters

# The digits of Unicode's CLDR (numberingSystems.xml) that are some language's own.
_ZERO = {
    "adlm": "\N{ADLAM DIGIT ZERO}",
    "arab": "\N{ARABIC-INDIC DIGIT ZERO}",
    "arabext": "\N{EXTENDED ARABIC-INDIC DIGIT ZERO}",
    "beng": "\N{BENGALI DIGIT ZERO}",
    "cakm": "\N{CHAKMA DIGIT ZERO}",
    "deva": "\N{DEVANAGARI DIGIT ZERO}",
    "hmnp": "\N{NYIAKENG PUACHUE HMONG DIGIT ZERO}",
    "mtei": "\N{MEETEI MAYEK DIGIT ZERO}",
    "mymr": "\N{MYANMAR DIGIT ZERO}",
    "nkoo": "\N{NKO DIGIT ZERO}",
    "olck": "\N{OL CHIKI DIGIT ZERO}",
    "tibt": "\N{TIBETAN DIGIT ZERO}",
}
FOLDER = Path(__file__).parents[2] / "templates"


def render(template: str, language: str, brand: Brand, **context: Any) -> str:
    """Return the template's text. HTML templates escape every value."""
    found = _environment(language).get_template(template)
    return found.render(brand=brand, **context)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # newstyle: the values of a translated sentence are escaped like all others.
    environment.install_gettext_translations(  # type: ignore[attr-defined]  # of the extension
        translations(language), newstyle=True
    )
    environment.globals.update(
        language=language,
        direction=direction(language),
        css=Markup(stylesheet()),  # noqa: S704
    )
    territories = locale(language).territories
    environment.filters["country"] = lambda code: territories.get(code, code)
    environment.filters["date"] = lambda value: long_date(value, language)
    environment.filters |= mail_filters(language)
    return environment


@cache
def stylesheet() -> str:
    """Return the one style sheet, which pages carry inline: no second request."""
    return (FOLDER / "pages" / "style.css").read_text(encoding="utf-8")


def long_date(value: datetime, language: str) -> str:
    """Return a date as the language writes it in full: Gregorian, in the digits that CLDR says.

    Babel writes the words, and 0 to 9 in every language.
    """
    text = format_date(value, format="long", locale=locale(language))
    zero = _ZERO.get(locale(language).default_numbering_system)
    if zero is None:
        return text
    return text.translate({ord("0") + digit: ord(zero) + digit for digit in range(10)})
