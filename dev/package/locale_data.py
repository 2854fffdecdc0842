"""Which of Babel's locales the app can come to."""

from pathlib import Path

from babel.core import get_global

_ROOT = "root"


def wanted(data: Path, root: Path) -> set[str]:
    """Return the names of the locales of each offered language, with those that they inherit from.

    `data` is Babel's folder; `root` the app's tree, which lists the languages.
    """
    lines = (root / "locales" / "languages.txt").read_text(encoding="utf-8").splitlines()
    tags = [line.partition("\t")[0] for line in lines if not line.startswith("#")]
    languages = {tag.partition("-")[0] for tag in tags}
    names = {file.stem for file in data.glob("*.dat")}
    found = {name for name in names if name.partition("_")[0] in languages}
    return found.union(*map(_above, found)) & names | {_ROOT}


def _above(name: str) -> set[str]:
    above: set[str] = set()
    while name:
        name = get_global("parent_exceptions").get(name) or name.rpartition("_")[0]
        if name:
            above.add(name)
    return above
