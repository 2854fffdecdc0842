"""Catalogues of translations: `update` them from the templates, `check` that none is behind."""

import argparse
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from dev import catalogue_files as files
from dev.button_labels import labels
from dev.catalogue_rules import keys, problems
from shared.web.catalogues import catalogue_path
from shared.web.rendering import FOLDER as TEMPLATES

# The console's sentences are not the guests': their catalogues are apart.
METHODS = [
    ("console/**.html", "ignore"),
    ("**.html", "jinja2.ext:babel_extract"),
    ("**.txt", "jinja2.ext:babel_extract"),
]
OPTIONS = {"**": {"newstyle_gettext": "true", "trimmed": "true"}}
NOT_REVIEWED = "no"


def extract() -> Catalog:
    """Return the catalogue of every sentence in the templates, in the order of the files."""
    catalogue = files.empty()
    found = extract_from_dir(str(TEMPLATES), METHODS, OPTIONS)
    for file, _line, message, comments, context in found:
        catalogue.add(
            message, None, [(Path(file).as_posix(), 0)], [], [], comments, context=context
        )
    return catalogue


def update() -> None:
    """Write the template and the list, and bring every catalogue to its keys, keeping texts."""
    template = extract()
    files.write(files.template_path(), files.File(template, ""))
    for language in files.translated():
        bring_up(language, template)
    write_list()


def bring_up(language: str, template: Catalog) -> None:
    """Write one catalogue, a new one if there is none; what changed has no review any more."""
    path = catalogue_path(language)
    found = files.read(path, language) if path.exists() else files.File(files.empty(language), "")
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
    template = extract()
    found = []
    path = files.template_path()
    if not path.exists() or keys(files.read(path).catalogue) != keys(template):
        found.append(f"{path.name} is behind the templates")
    listed = files.list_path()
    if not listed.exists() or listed.read_text(encoding="utf-8") != files.language_list():
        found.append(f"{listed.name} is behind the catalogues")
    on_buttons = labels()
    for language in files.translated():
        try:
            file = files.read(catalogue_path(language), language)
        except files.Unreadable as error:
            found.append(f"{language}: cannot be read: {error}")
            continue
        found += [f"{language}: {text}" for text in problems(file, template, on_buttons)]
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
