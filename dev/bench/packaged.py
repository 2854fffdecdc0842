"""The package against the tree: its size, its import, its cold start."""

import os
import sysconfig
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dev.bench import imports, starts
from dev.bench.figures import interleaved
from dev.bench.invitations import invite
from dev.bench.run import Run
from dev.bench.table import Bar, Line, Section
from dev.package import identity
from dev.package.__main__ import CACHE
from dev.package.build import SITE, build
from dev.parts import ROOT

TITLE = "the package, against the tree"
MEGABYTES = Bar(40)
NO_SLOWER = Bar(1)
_MB = 1e6


@dataclass(frozen=True)
class Size:
    """A zip's bytes and those of what is in it."""

    zipped: int
    unpacked: int
    files: int


@dataclass(frozen=True)
class Seen:
    """Seconds of each round: imports of function_app, and starts until the first answer."""

    imports: Sequence[float]
    starts: Sequence[float]


def measure(run: Run) -> Section:
    """Make the package, unpack it, and run both in turns."""
    known = identity.of(ROOT, os.environ)
    made = build(ROOT, run.folder / "package", known, CACHE, tell=run.tell)
    folder = run.folder / "unpacked"
    with zipfile.ZipFile(made.file) as archive:
        archive.extractall(folder)
        entries = archive.infolist()
    size = Size(made.file.stat().st_size, sum(one.file_size for one in entries), len(entries))
    libraries = {ROOT: Path(sysconfig.get_path("purelib")), folder: folder / SITE}
    rounds = 5 if run.quick else 15
    run.tell(f"{rounds} imports of each")
    imported = _imports(libraries, rounds)
    run.tell("starting both")
    started = _starts(run, tuple(libraries), 6 if run.quick else 12)
    tree, package = (Seen(imported[one], started[one]) for one in libraries)
    return Section(TITLE, lines(size, package, tree))


def lines(size: Size, package: Seen, tree: Seen) -> list[Line]:
    """Return the size, and both times at their best beside the tree's."""
    megabytes = size.zipped / _MB
    return [
        Line(
            "zipped",
            f"{megabytes:.1f} MB",
            f"unpacked {size.unpacked / _MB:.1f} MB in {size.files} files",
            megabytes,
            MEGABYTES,
            is_ratio=False,
        ),
        _compared("import of function_app (best)", package.imports, tree.imports, NO_SLOWER),
        _compared("process start to first answer (best)", package.starts, tree.starts),
    ]


def _compared(
    what: str, package: Sequence[float], tree: Sequence[float], bar: Bar | None = None
) -> Line:
    ours, theirs = min(package), min(tree)
    return Line(what, f"{ours * 1000:.0f} ms", f"tree {theirs * 1000:.0f} ms", ours / theirs, bar)


def _imports(libraries: dict[Path, Path], rounds: int) -> dict[Path, list[float]]:
    seconds: dict[Path, list[float]] = {app: [] for app in libraries}
    for app in libraries:
        imports.once(app, libraries[app])  # leaves the tree's .pyc files
    for app in interleaved(tuple(libraries), rounds):
        seconds[app].append(imports.once(app, libraries[app]).seconds)
    return seconds


def _starts(run: Run, apps: Sequence[Path], rounds: int) -> dict[Path, list[float]]:
    around = run.around
    hosted = {app: around.host(f"start-{app.name}", app) for app in apps}
    links = {}
    for app, one in hosted.items():
        with one.running() as url:
            links[app] = invite(url, around.keys.invite_user, f"{app.name}@example.com")
    seconds: dict[Path, list[float]] = {app: [] for app in apps}
    for app in interleaved(tuple(apps), rounds):
        seconds[app].append(starts.first_answer(hosted[app], links[app], 302))
    return seconds
