"""Which build of the app this is, as the packaging wrote it to `build.json` beside the app.

No call to git: a deployed app has none. Without the file it is a tree that nobody packaged.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

VERSION = "0.1.0"  # that of pyproject.toml, which is not deployed
UNKNOWN = "unknown"
FILE = Path(__file__).parents[1] / "build.json"


@dataclass(frozen=True)
class Build:
    """A version, the commit it was made of, and when."""

    version: str = VERSION
    commit: str = UNKNOWN
    built: str = ""


@cache
def build(file: Path = FILE) -> Build:
    """Return the build; a file that cannot be read says as much as none."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return Build(str(told["version"]), str(told["commit"]), str(told.get("built", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Build()
