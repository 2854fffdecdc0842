"""The app's own files: all but what .funcignore names, which Core Tools reads as well."""

import fnmatch
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

LIST = ".funcignore"


def listed(root: Path) -> list[PurePosixPath]:
    """Return the paths of all files below `root` that are deployed, sorted."""
    lines = (root / LIST).read_text(encoding="utf-8").splitlines()
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return sorted(_below(root, PurePosixPath(), patterns))


def _below(root: Path, folder: PurePosixPath, patterns: Sequence[str]) -> Iterator[PurePosixPath]:
    for entry in (root / folder).iterdir():
        path = folder / entry.name
        if any(_names(pattern, path) for pattern in patterns):
            continue
        if entry.is_dir():
            yield from _below(root, path, patterns)
        else:
            yield path


def _names(pattern: str, path: PurePosixPath) -> bool:
    """Return whether a line names the path as .gitignore means it; one with "/" starts at the top.

    Lines that take something back ("!") are not used.
    """
    if "/" in pattern.rstrip("/"):
        return fnmatch.fnmatchcase(str(path), pattern.strip("/"))
    return fnmatch.fnmatchcase(path.name, pattern.rstrip("/"))
