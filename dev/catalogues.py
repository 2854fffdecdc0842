"""Catalogues of translations: `update` them from the templates, `check` that none is behind.

There are two domains: `messages` for pages and e-mails, in every offered language, and `console`
for the inviters' side, in a few (docs/translations.md).
"""

import argparse
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from dev import catalogue_files as files
from dev.button_labels import labels
from dev.catalogue_rules import keys, problems
from dev.console_sentences import sentences
from shared.web.catalogues import CONSOLE, GUESTS, catalogue_path
from shared.web.rendering import FOLDER as TEMPLATES

METHODS = [("**.html", "jinja2.ext:babel_extract"), ("**.txt", "jinja2.ext:babel_extract")]
OPTIONS = {"**": {"newstyle_gettext": "true", "trimmed": "true"}}
NOT_REVIEWED = "no"


def extract(domain: str = GUESTS) -> Catalog:
    """Return the catalogue of every sentence in the domain's templates, in order of the files."""
    catalogue = files.empty(domain=domain)
    found = extract_from_dir(str(TEMPLATES), METHODS, OPTIONS)
    for file, _line, message, comments, context in found:
        if _domain(Path(file)) == domain:
            catalogue.add(
                message, None, [(Path(file).as_posix(), 0)], [], [], comments, context=context
            )
    if domain == CONSOLE:
        for source, text in sentences():
            catalogue.add(text, None, [(source, 0)])
    return catalogue


def _domain(file: Path) -> str:
    return CONSOLE if file.parts[0] == CONSOLE else GUESTS


def update() -> None:
    """Write the templates and the list, and bring every catalogue to its keys, keeping texts."""
    for domain in files.DOMAINS:
        template = extract(domain)
        files.write(files.template_path(domain), files.File(template, ""))
        for language in files.translated(domain):
            bring_up(language, template, domain)
    write_list()


def bring_up(language: str, template: Catalog, domain: str = GUESTS) -> None:
    """Write one catalogue, a new one if there is none; what changed has no review any more."""
    path = catalogue_path(language, domain)
    empty = files.File(files.empty(language, domain), "")
    found = files.read(path, language) if path.exists() else empty
    catalogue = found.catalogue
    before = keys(catalogue)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    new = keys(catalogue) - before
    reviewed = NOT_REVIEWED if new else found.reviewed or NOT_REVIEWED
    files.write(path, files.File(catalogue, reviewed))


def write_list() -> None:
    """Write the list of languages that the app reads."""
    files.list_path().write_text(files.language_list(), encoding="utf-8", newline="\n")


def check() -> list[str]:
    """Return a sentence for each thing that is wrong with a catalogue."""
    found = []
    listed = files.list_path()
    if not listed.exists() or listed.read_text(encoding="utf-8") != files.language_list():
        found.append(f"{listed.name} is behind the catalogues")
    return found + [text for domain in files.DOMAINS for text in _check(domain)]


def _check(domain: str) -> list[str]:
    template = extract(domain)
    found = []
    path = files.template_path(domain)
    if not path.exists() or keys(files.read(path).catalogue) != keys(template):
        found.append(f"{path.name} is behind the templates")
    on_buttons = labels()
    for language in files.translated(domain):
        name = language if domain == GUESTS else f"{language} ({domain})"
        try:
            file = files.read(catalogue_path(language, domain), language)
        except files.Unreadable as error:
            found.append(f"{name}: cannot be read: {error}")
            continue
        found += [f"{name}: {text}" for text in problems(file, template, on_buttons)]
    return found


def main(arguments: list[str] | None = None) -> int:
    """Return 0, or 1 where `check` finds something."""
    parser = argparse.ArgumentParser(
        prog="python3 -m dev.catalogues", description=__doc__, epilog="example: ... check"
    )
    parser.add_argument("what", choices=["check", "update"])
    if parser.parse_args(arguments).what == "update":
        update()
        return 0
    found = check()
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
