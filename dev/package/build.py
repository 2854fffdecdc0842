"""Puts a package together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dev.package import app_files, archive
from dev.package.bill import APP, bill
from dev.package.compiling import compiled
from dev.package.dependencies import prepared
from dev.package.identity import FILE, Identity
from dev.package.wheels import AZURE, LOCK

# Where the Functions host's Python worker looks for a package's dependencies.
SITE = ".python_packages/lib/site-packages"
# What the tree needs and a package does not: a service that finds it would build once more.
_TREE_ONLY = {LOCK, app_files.LIST}
_TAG = "cpython-313"


@dataclass(frozen=True)
class Package:
    """What was made: the zip, and the bill of materials beside it."""

    file: Path
    bill: Path


def build(
    root: Path,
    to: Path,
    identity: Identity,
    cache: Path,
    *,
    platform: str = AZURE,
    fresh: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Package:
    """Make the package of the tree at `root` in the folder `to`.

    `cache` keeps dependencies that were prepared before. Raises NotPackaged when they cannot be
    had.
    """
    site = prepared(root, cache, platform, tell, fresh=fresh)
    tell("packing")
    to.mkdir(parents=True, exist_ok=True)
    name = f"{APP}-{identity.version}"
    package = Package(to / f"{name}.zip", to / f"{name}.cdx.json")
    archive.write(package.file, _entries(root, site.files, identity), identity.time)
    text = bill(root, site.files, site.wheels(), identity)
    package.bill.write_text(text, encoding="utf-8", newline="\n")
    return package


def _entries(root: Path, site: Path, identity: Identity) -> Iterator[tuple[str, bytes]]:
    """Yield each file's path in the package and its bytes."""
    yield FILE, identity.text().encode()
    for path in app_files.listed(root):
        if str(path) in _TREE_ONLY or str(path) == FILE:
            continue
        data = (root / path).read_bytes()
        yield str(path), data
        if path.suffix == ".py":
            # With its source, so that a traceback shows the line.
            target = path.parent / "__pycache__" / f"{path.stem}.{_TAG}.pyc"
            yield str(target), compiled(data, str(path))
    for file in sorted(site.rglob("*")):
        if file.is_file():
            yield f"{SITE}/{file.relative_to(site).as_posix()}", file.read_bytes()
