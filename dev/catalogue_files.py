"""The files of the translations: catalogues (.po), their template, and the list of languages."""

import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.plurals import PLURALS, get_plural
from babel.messages.pofile import PoFileError, read_po, write_po
from babel.plural import to_gettext

from shared.domain.languages import SOURCE
from shared.web import catalogues as app

REVIEWED = "X-Reviewed-By-A-Person"
_HEADERS = {
    app.GUESTS: "# Pages and e-mails of symuserinvitation. The English text is the key.",
    app.CONSOLE: "# The inviters' console of symuserinvitation. The English text is the key.",
}
DOMAINS = tuple(_HEADERS)
# The version control knows the dates; a new one at every update would only be noise.
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
_REVIEWED = re.compile(rf'^"{REVIEWED}: (.*)\\n"$', re.MULTILINE)
_LAST_HEADER = '"Generated-By: '
_LIST = """\
# Tag, direction and own name of each language, by Babel, in the order of the names.
# Written by "python3 -m dev language" and ".venv/bin/python -m dev.catalogues update".
"""


class Unreadable(Exception):
    """A catalogue that is no .po file; says where."""


@dataclass(frozen=True)
class File:
    """A catalogue, and what its header says of a review by a person: yes, no, or something else."""

    catalogue: Catalog
    reviewed: str


def template_path(domain: str = app.GUESTS) -> Path:
    """Return where the template lies that every catalogue of the domain follows."""
    return app.FOLDER / f"{domain}.pot"


def list_path() -> Path:
    """Return where the list of languages lies."""
    return app.FOLDER / "languages.txt"


def translated(domain: str = app.GUESTS) -> list[str]:
    """Return the languages that have a catalogue of the domain."""
    found = app.FOLDER.glob(f"*/LC_MESSAGES/{domain}.po")
    return sorted(path.parts[-3].replace("_", "-") for path in found)


def empty(language: str | None = None, domain: str = app.GUESTS) -> Catalog:
    """Return a catalogue without messages; without a language, the template's."""
    catalogue = Catalog(
        locale=app.locale(language) if language else None,
        project="symuserinvitation",
        version="1",
        charset="utf-8",
        header_comment=_HEADERS[domain],
        last_translator="symuserinvitation maintainers",
        language_team="symuserinvitation maintainers",
        msgid_bugs_address="the project's issue tracker",
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        fuzzy=False,
    )
    if language:
        catalogue.mime_headers = [("Plural-Forms", plural_forms(language))]
    return catalogue


def plural_forms(language: str) -> str:
    """Return the header Plural-Forms: gettext's custom by Babel, else CLDR's rule."""
    locale = app.locale(language)
    if str(locale) in PLURALS or locale.language in PLURALS:
        return get_plural(locale).plural_forms
    return to_gettext(locale.plural_form)


def read(path: Path, language: str | None = None) -> File:
    """Return the file; raise Unreadable."""
    text = path.read_text(encoding="utf-8")
    try:
        locale = app.locale(language) if language else None
        catalogue = read_po(io.BytesIO(text.encode()), locale=locale, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise Unreadable(str(error)) from error
    found = _REVIEWED.search(text.partition("\n\n")[0])
    return File(catalogue, found[1] if found else "")


def write(path: Path, file: File) -> None:
    """Write a catalogue or the template; Babel knows no headers of our own."""
    buffer = io.BytesIO()
    write_po(buffer, file.catalogue, width=100, include_lineno=False)
    text = buffer.getvalue().decode()
    if file.reviewed:
        ours = f'"{REVIEWED}: {file.reviewed}\\n"\n'
        text = text.replace(_LAST_HEADER, ours + _LAST_HEADER, 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def language_list() -> str:
    """Return the list of the languages that have a catalogue, and of English."""
    locales = {tag: app.locale(tag) for tag in (SOURCE, *translated())}
    rows = [(_own_name(locale), tag, _direction(locale)) for tag, locale in locales.items()]
    rows.sort(key=lambda row: (_plain(row[0]), row[1]))
    return _LIST + "".join(f"{tag}\t{direction}\t{name}\n" for name, tag, direction in rows)


def _own_name(locale: Locale) -> str:
    name = locale.get_display_name(locale) or str(locale)
    # As in a list or a menu; title case leaves scripts alone that have it for headlines only.
    return name[:1].title() + name[1:]


def _direction(locale: Locale) -> str:
    return "rtl" if locale.character_order == "right-to-left" else "ltr"


def _plain(name: str) -> str:
    """Return the name without accents, so that čeština stands beside català."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(character)
    )
