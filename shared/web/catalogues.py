"""Translations: gettext catalogues read from their source files, so none can be out of date.

The reader knows what `dev/catalogue_files.py` writes. Babel's own takes five times as long, and
25 ms to load; a guest waits while a language is read for the first time.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from gettext import NullTranslations, c2py
from pathlib import Path

from babel import Locale

from shared.domain.languages import SOURCE, offered

FOLDER = Path(__file__).parents[2] / "locales"
_LINE = re.compile(r'(?:(?P<keyword>msg\w+)(?:\[(?P<form>\d+)\])? )?(?P<text>".*")')
_PLURAL = re.compile(r"^Plural-Forms:.*\bplural=([^;]+)", re.MULTILINE)
_ANY = "n != 1"


# The gettext domains: what guests read, in every offered language, and the inviters' console.
GUESTS = "messages"
CONSOLE = "console"


def catalogue_path(language: str, domain: str = GUESTS) -> Path:
    """Return where the language's catalogue lies."""
    return FOLDER / language.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"


@cache
def console_languages() -> tuple[str, ...]:
    """Return the offered languages that the console has: those with a catalogue, and English."""
    return tuple(tag for tag in offered() if tag == SOURCE or catalogue_path(tag, CONSOLE).exists())


def console_language(language: str) -> str:
    """Return the language in which the console answers who reads `language`."""
    return language if language in console_languages() else SOURCE


class Catalogue(NullTranslations):
    """The texts of one language; what has no translation stays English."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the lines of a .po file."""
        super().__init__()
        self._texts: dict[str, dict[int, str]] = {}
        for entry in _entries(lines):
            forms = {form: text for (keyword, form), text in entry.items() if keyword == "msgstr"}
            context = entry.get(("msgctxt", 0), "")
            self._texts[_key(context, entry["msgid", 0])] = forms
        header = self._texts.pop("", {}).get(0, "")
        rule = _PLURAL.search(header)
        self._form = c2py(rule[1] if rule else _ANY)

    def gettext(self, message: str) -> str:
        """Return the translation."""
        return self.pgettext("", message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the translation in the form that the language has for the number."""
        return self.npgettext("", msgid1, msgid2, n)

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of a text that means different things elsewhere."""
        found = self._texts.get(_key(context, message), {}).get(0)
        return found or super().pgettext(context, message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """Return both: the translation in this context and for this number."""
        found = self._texts.get(_key(context, msgid1), {}).get(self._form(n))
        return found or super().npgettext(context, msgid1, msgid2, n)


def _key(context: str, message: str) -> str:
    return f"{context}\x04{message}" if context else message


type _Entry = dict[tuple[str, int], str]


def _entries(lines: Iterable[str]) -> Iterator[_Entry]:
    entry: _Entry = {}
    at = ("", 0)
    for line in lines:
        found = _LINE.match(line)
        if found is None:
            continue  # comments and blank lines
        keyword, form, text = found.groups()
        if ("msgid", 0) in entry and keyword in {"msgctxt", "msgid"}:
            yield entry
            entry = {}
        if keyword:
            at = (keyword, int(form or 0))
            entry[at] = ""
        # What .po escapes, JSON escapes the same way.
        entry[at] += json.loads(text)
    if entry:
        yield entry


@cache
def translations(language: str, domain: str = GUESTS) -> NullTranslations:
    """Return the language's translations; English is the language of the source.

    The console shows forms and e-mails of the guests' as well: what its own catalogue does not
    have, theirs does.
    """
    if language == SOURCE:
        return NullTranslations()
    with catalogue_path(language, domain).open(encoding="utf-8") as file:
        found = Catalogue(file)
    if domain != GUESTS:
        found.add_fallback(translations(language))
    return found


@cache
def locale(language: str) -> Locale:
    """Return Babel's locale of an offered language."""
    return Locale.parse(language, sep="-")
