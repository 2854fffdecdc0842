"""Templates of pages and e-mails, in the reader's language."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from shared.brand import Brand
from shared.domain.languages import direction
from shared.web.catalogues import CONSOLE, GUESTS, locale, translations
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
    domain = CONSOLE if template.startswith(f"{CONSOLE}/") else GUESTS
    found = _environment(language, domain).get_template(template)
    return found.render(brand=brand, **context)


@cache
def _environment(language: str, domain: str) -> Environment:
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
        translations(language, domain), newstyle=True
    )
    environment.globals.update(
        language=language,
        direction=direction(language),
        css=Markup(stylesheet(domain)),  # noqa: S704
    )
    territories = locale(language).territories
    environment.filters["country"] = lambda code: territories.get(code, code)
    environment.filters["date"] = lambda value: long_date(value, language)
    environment.filters["moment"] = lambda value: moment(value, language)
    environment.filters["day"] = lambda value: format_date(value, locale=locale(language))
    environment.filters["language_name"] = lambda tag: locale(tag).get_display_name(
        str(locale(language))
    )
    # Sentences that the app itself made, such as a refusal's reason: no placeholders in them.
    environment.filters["said"] = translations(language, domain).gettext
    environment.filters |= mail_filters(language)
    return environment


@cache
def stylesheet(domain: str = GUESTS) -> str:
    """Return the style sheet of pages, which they carry inline: no second request."""
    folder = CONSOLE if domain == CONSOLE else "pages"
    return (FOLDER / folder / "style.css").read_text(encoding="utf-8")


def moment(value: datetime, language: str) -> str:
    """Return a date and time of day, in UTC, as the language writes it short."""
    text = format_datetime(value.astimezone(UTC), format="medium", locale=locale(language))
    return f"{text} UTC"


def long_date(value: datetime, language: str) -> str:
    """Return a date as the language writes it in full: Gregorian, in the digits that CLDR says.

    Babel writes the words, and 0 to 9 in every language.
    """
    text = format_date(value, format="long", locale=locale(language))
    zero = _ZERO.get(locale(language).default_numbering_system)
    if zero is None:
        return text
    return text.translate({ord("0") + digit: ord(zero) + digit for digit in range(10)})
