"""Reads rule.toml: what of the dependencies goes into the package."""

import fnmatch
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from dev.package import imported, locale_data

FILE = Path(__file__).with_name("rule.toml")


@dataclass(frozen=True)
class LeftOut:
    """One entry of the list."""

    paths: tuple[str, ...]
    but: tuple[str, ...]
    why: str

    def names(self, path: str) -> bool:
        """Return whether the entry leaves the path out."""
        return _matches(self.paths, path) and not _matches(self.but, path)


@dataclass(frozen=True)
class Rule:
    """The whole file."""

    left_out: tuple[LeftOut, ...]
    locale_data: str
    msgraph: str
    reached: tuple[str, ...]

    @classmethod
    def read(cls, file: Path = FILE) -> "Rule":
        """Return what the file says."""
        text = tomllib.loads(file.read_text(encoding="utf-8"))
        entries = (
            LeftOut(tuple(entry["paths"]), tuple(entry.get("but", ())), entry["why"])
            for entry in text["left_out"]
        )
        reached = tuple(text["msgraph"]["reached"])
        return cls(tuple(entries), text["babel"]["data"], text["msgraph"]["folder"], reached)

    def choice(self, site: Path, root: Path) -> Callable[[str], bool]:
        """Return what says whether a path of the full site-packages at `site` stays.

        `root` is the app's tree, whose imports and languages decide with.
        """
        starts = [*imported.by_app(root, self.msgraph), *self.reached]
        modules = imported.needed(site, self.msgraph, starts)
        locales = locale_data.wanted(site / self.locale_data, root)

        def stays(path: str) -> bool:
            folder = PurePosixPath(path)
            if folder.is_relative_to(self.msgraph):
                return path in modules
            if folder.is_relative_to(self.locale_data) and path.endswith(".dat"):
                return folder.stem in locales
            return not any(entry.names(path) for entry in self.left_out)

        return stays


def _matches(patterns: Iterable[str], path: str) -> bool:
    return any(_compiled(pattern).match(path) for pattern in patterns)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(pattern))
