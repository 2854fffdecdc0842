"""`python3 -m dev gallery`: writes every e-mail and page in every language, and their pictures."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from dev.bootstrap import chromium
from dev.gallery import options, pictures
from dev.gallery.writing import Exhibit, write
from dev.parts import ROOT
from shared.domain.languages import Language, languages

FOLDER = ROOT / ".dev" / "gallery"
_SAY_EVERY = 50


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """Write the gallery and say where it is; return the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m dev gallery", description=__doc__)
    options.add(parser)
    parsed = parser.parse_args(arguments)
    wanted = _languages(parsed.languages)
    if isinstance(wanted, str):
        print(f"{wanted} is not offered. There are: {_tags(languages())}", file=sys.stderr)
        return 1
    exhibits = write(folder, wanted, parsed.only)
    if not exhibits:
        print(f"No e-mail or page begins with {parsed.only!r}.", file=sys.stderr)
        return 1
    print(f"{len(exhibits)} e-mails and pages in {len(wanted)} languages")
    if not parsed.no_pictures and not _take(exhibits, folder, parsed.width):
        return 1
    print(f"Open {folder / 'index.html'}")
    return 0


def _languages(tags: str) -> Sequence[Language] | str:
    """Return the languages that were asked for, or the first tag that is not offered."""
    by_tag = {language.tag: language for language in languages()}
    asked = [tag.strip() for tag in tags.split(",") if tag.strip()]
    unknown = next((tag for tag in asked if tag not in by_tag), "")
    return unknown or [by_tag[tag] for tag in asked or by_tag]


def _tags(known: Sequence[Language]) -> str:
    return ", ".join(sorted(language.tag for language in known))


def _take(exhibits: list[Exhibit], folder: Path, width: int) -> bool:
    found = chromium.find(os.environ)
    if found is None:
        print("No Chromium is set. Run: python3 -m dev gallery", file=sys.stderr)
        return False
    asyncio.run(pictures.take(exhibits, folder, chromium=found, width=width, progress=_say))
    return True


def _say(done: int, total: int) -> None:
    if done % _SAY_EVERY == 0 or done == total:
        print(f"\r{done} of {total} pictures", end="\n" if done == total else "", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
