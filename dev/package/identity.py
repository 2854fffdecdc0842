"""Which version of the app a package holds."""

import json
import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dev.package.errors import NotPackaged

# The app reads it (docs/package.md).
FILE = "build.json"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Identity:
    """A version, the commit that it was made of, and the time of that commit."""

    version: str
    commit: str
    time: datetime

    def text(self) -> str:
        """Return what build.json says."""
        built = self.time.strftime("%Y-%m-%dT%H:%M:%SZ")
        said = {"version": self.version, "commit": self.commit, "built": built}
        return json.dumps(said, indent=2) + "\n"


def of(root: Path, environ: Mapping[str, str]) -> Identity:
    """Return the identity of the tree: pyproject.toml's version, git's commit and its time.

    SOURCE_DATE_EPOCH replaces the time (reproducible-builds.org). Files that differ from the commit
    are told with a `-changed` after it; without git the commit is unknown. Raises NotPackaged when
    there is no time.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    commit = _git(root, "rev-parse", "HEAD")
    if commit and _git(root, "status", "--porcelain"):
        commit += "-changed"
    seconds = environ.get("SOURCE_DATE_EPOCH") or _git(root, "log", "-1", "--format=%ct")
    if not seconds.isdigit():
        raise NotPackaged(
            "The package bears the time of its commit, and there is no git repository here. "
            "Set SOURCE_DATE_EPOCH to seconds since 1970."
        )
    time = datetime.fromtimestamp(int(seconds), UTC)
    return Identity(project["version"], commit or UNKNOWN, time)


def _git(root: Path, *arguments: str) -> str:
    """Return what git says, nothing where it is missing or says no."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
