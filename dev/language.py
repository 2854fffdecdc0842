"""`python3 -m dev language add TAG`: one more language has a catalogue, and is in the list."""

import sys

from babel import Locale, UnknownLocaleError

from dev import catalogues
from shared.domain.languages import match, offered
from shared.web.catalogues import catalogue_path


def add(tag: str) -> int:
    """Make the catalogue of a language and list it; return the exit code."""
    wrong = _wrong(tag)
    if wrong:
        print(wrong, file=sys.stderr)
        return 1
    catalogues.bring_up(tag, catalogues.extract())
    catalogues.write_list()
    path = catalogue_path(tag)
    print(f"Made {path}\nTranslate it, then run: .venv/bin/python -m dev.catalogues check")
    return 0


def _wrong(tag: str) -> str:
    """Return why there can be no catalogue for the tag, or nothing."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return f"Unicode's CLDR knows no language {tag!r}. Take a BCP 47 tag: ta, pt-BR, zh-Hans."
    written = str(locale).replace("_", "-")
    if written != tag:
        return f"{tag!r} is written {written!r}."
    # By the files and not by the list, which a process reads once.
    if tag in offered() or catalogue_path(tag).exists():
        return f"{tag} is offered already."
    found = match(tag, (tag,))
    if found != tag:
        return f"No reader would find {tag!r}: use the tag that CLDR prefers."
    return ""
