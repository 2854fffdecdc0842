"""Catalogues of translations: `update` them from the templates, `check` that none is behind."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from shared.domain.languages import OFFERED, SOURCE
from shared.web.catalogues import FOLDER, catalogue_path, locale
from shared.web.rendering import FOLDER as TEMPLATES

TEMPLATE = FOLDER / "messages.pot"
METHODS = [("**.html", "jinja2.ext:babel_extract"), ("**.txt", "jinja2.ext:babel_extract")]
OPTIONS = {"**": {"newstyle_gettext": "true", "trimmed": "true"}}
_HEADER = "# Pages and e-mails of symuserinvitation. The English text is the key."
# The version control knows the dates; a new one at every update would only be noise.
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|</?\w+[^>]*>")


def extract() -> Catalog:
    """Return the catalogue of every sentence in the templates, in the order of the files."""
    catalogue = _empty()
    found = extract_from_dir(str(TEMPLATES), METHODS, OPTIONS)
    for file, _line, message, comments, context in found:
        catalogue.add(
            message, None, [(Path(file).as_posix(), 0)], [], [], comments, context=context
        )
    return catalogue


def _empty(language: str | None = None) -> Catalog:
    return Catalog(
        locale=locale(language) if language else None,
        project="symuserinvitation",
        version="1",
        charset="utf-8",
        header_comment=_HEADER,
        last_translator="symuserinvitation maintainers",
        language_team="symuserinvitation maintainers",
        msgid_bugs_address="the project's issue tracker",
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        fuzzy=False,
    )


def update() -> None:
    """Write the template and bring every catalogue to its keys, keeping translations."""
    template = extract()
    _write(TEMPLATE, template)
    for language in _translated():
        path = catalogue_path(language)
        catalogue = _read(path, language) if path.exists() else _empty(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        _write(path, catalogue)


def check() -> list[str]:
    """Return a sentence for each thing that is wrong with a catalogue."""
    wanted = _keys(extract())
    problems = []
    if not TEMPLATE.exists() or _keys(_read(TEMPLATE, SOURCE)) != wanted:
        problems.append(f"{TEMPLATE.name} is behind the templates")
    for language in _translated():
        path = catalogue_path(language)
        if not path.exists():
            problems.append(f"{language}: there is no catalogue")
            continue
        problems += [f"{language}: {text}" for text in _wrong(_read(path, language), wanted)]
    return problems


def _wrong(catalogue: Catalog, wanted: set[str]) -> Iterator[str]:
    keys = _keys(catalogue)
    yield from (f"missing: {key}" for key in sorted(wanted - keys))
    yield from (f"stale: {key}" for key in sorted(keys - wanted))
    yield from (f"obsolete: {key}" for key in catalogue.obsolete)
    for message in catalogue:
        if not message.id:
            continue
        key, strings = forms(message.id)[0], forms(message.string or "")
        if not all(strings):
            yield f"empty: {key}"
        elif message.fuzzy:
            yield f"fuzzy: {key}"
        elif any(_placeholders(key) != _placeholders(text) for text in strings):
            yield f"other placeholders: {key}"


def forms(text: str | Sequence[str]) -> tuple[str, ...]:
    """Return the forms of a text: one, or those for each number."""
    return (text,) if isinstance(text, str) else tuple(text)


def _placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text))


def _keys(catalogue: Catalog) -> set[str]:
    return {forms(message.id)[0] for message in catalogue if message.id}


def _translated() -> list[str]:
    return [language for language in OFFERED if language != SOURCE]


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale(language))


def _write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file, catalogue, width=100, no_location=False, include_lineno=False, omit_header=False
        )


def main(arguments: list[str] | None = None) -> int:
    """Return 0, or 1 where `check` finds something."""
    parser = argparse.ArgumentParser(
        prog="python3 -m dev.catalogues", description=__doc__, epilog="example: ... check"
    )
    parser.add_argument("what", choices=["check", "update"])
    if parser.parse_args(arguments).what == "update":
        update()
        return 0
    problems = check()
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
