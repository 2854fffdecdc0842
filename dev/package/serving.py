"""Runs the local host on an unpacked package, with nothing of the app but what lies in it.

Run by path, with `python -S -P`: this Python's own packages and the tree's modules stay out of
sight, else they would stand in for what the package lacks. What the host itself needs besides is
named here and lent to it.

    python -S -P dev/package/serving.py SITE-PACKAGES --app DIR [options of dev.host]
"""

import runpy
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

TREE = Path(__file__).parents[2]
SITE = Path(".python_packages", "lib", "site-packages")
# The local host's timers.
LENT = ("croniter", "dateutil")


class Lender(MetaPathFinder):
    """Finds the local host, and what it needs that no app has."""

    def __init__(self, tree: Path, site: Path) -> None:
        """Take the folder that holds `dev`, and the one that holds what is lent."""
        self._folders = {"dev": str(tree), **dict.fromkeys(LENT, str(site))}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module of the list lies; their parts are found beside them."""
        folder = self._folders.get(fullname)
        return PathFinder.find_spec(fullname, [folder], target) if folder and not path else None


def see_only(app: Path, lent_from: Path) -> None:
    """Let this process import the package at `app`, what is lent, and the standard library."""
    sys.path[:0] = [str(app / SITE)]
    # Behind the package: of what both have, the package's own counts.
    sys.meta_path.append(Lender(TREE, lent_from))


if __name__ == "__main__":
    _, site, *arguments = sys.argv
    see_only(Path(arguments[arguments.index("--app") + 1]).resolve(), Path(site))
    sys.argv[1:] = arguments
    runpy.run_module("dev.host", run_name="__main__", alter_sys=True)
