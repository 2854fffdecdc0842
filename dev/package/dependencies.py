"""The dependencies as they go into the package: chosen, compiled, kept for next time."""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from dev.folder import alone
from dev.package import imported
from dev.package.compiling import compile_files
from dev.package.rule import FILE, Rule
from dev.package.wheels import LOCK, Uv, Wheel

_LIST = "wheels.json"
_FILES = "files"
_KEPT = 3  # folders of earlier inputs


class Site:
    """A folder with `files`, and the list of the wheels that they came from."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / _FILES
        self._list = folder / _LIST

    @property
    def ready(self) -> bool:
        """Whether it is complete: the list is written last."""
        return self._list.is_file()

    def wheels(self) -> list[Wheel]:
        """Return the wheels, by name."""
        return [Wheel(**entry) for entry in json.loads(self._list.read_text(encoding="utf-8"))]

    def write(self, wheels: Iterable[Wheel]) -> None:
        """Keep the list of the wheels: now it is complete."""
        text = json.dumps([asdict(wheel) for wheel in wheels], indent=1)
        self._list.write_text(text, encoding="utf-8")


def prepared(
    root: Path, cache: Path, platform: str, tell: Callable[[str], None], *, fresh: bool = False
) -> Site:
    """Return the dependencies of the tree at `root`, made unless `cache` has them.

    Raises NotPackaged when uv cannot get them.
    """
    rule = Rule.read()
    folder = cache / _fingerprint(root, rule, platform)
    site = Site(folder)
    with alone(cache):
        if fresh or not site.ready:
            shutil.rmtree(folder, ignore_errors=True)
            _make(root, folder, site, rule, Uv(root, platform), tell)
        folder.touch()
        _tidy(cache)
    return site


def _make(
    root: Path, folder: Path, site: Site, rule: Rule, tool: Uv, tell: Callable[[str], None]
) -> None:
    whole = folder / "whole"
    tell("installing the locked dependencies")
    tool.install(whole)
    tell("choosing and compiling what goes along")
    _choose(whole, site.files, rule.choice(whole, root))
    site.write(tool.wheels(whole))
    shutil.rmtree(whole)


def _choose(whole: Path, target: Path, stays: Callable[[str], bool]) -> None:
    """Copy what stays, modules as .pyc in the place of their sources."""
    jobs = []
    for file in sorted(whole.rglob("*")):
        path = file.relative_to(whole)
        if file.is_dir() or not stays(path.as_posix()):
            continue
        if file.suffix == ".py":
            jobs.append((file, target / path.with_suffix(".pyc"), path.as_posix()))
            continue
        (target / path.parent).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target / path)
    for refused in compile_files(jobs):
        # Templates of code and code for another Python: data, as far as this one is concerned.
        (target / refused).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(whole / refused, target / refused)


def _fingerprint(root: Path, rule: Rule, platform: str) -> str:
    """Return a name that changes with everything that what is chosen depends on."""
    digest = hashlib.sha256(f"{platform} {sys.version}".encode())
    sources = sorted(Path(__file__).parent.glob("*.py"))
    for file in [root / LOCK, root / "locales" / "languages.txt", FILE, *sources]:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    digest.update(" ".join(imported.by_app(root, rule.msgraph)).encode())
    return digest.hexdigest()[:16]


def _tidy(cache: Path) -> None:
    folders = [entry for entry in cache.iterdir() if entry.is_dir()]
    folders.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    for old in folders[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
