"""A package of the tree, made once, and unpacked."""

import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from platform import machine
from tempfile import TemporaryDirectory

import pytest

from dev.package.__main__ import CACHE
from dev.package.build import Package, build
from dev.package.identity import Identity
from dev.package.wheels import AZURE
from dev.parts import ROOT

IDENTITY = Identity("0.1.0", "0" * 40, datetime(2026, 11, 21, 12, 30, 15, tzinfo=UTC))
# Where Azure's wheels do not run, the machine's own are tried: what is left out is the same.
HERE = {("darwin", "arm64"): "aarch64-apple-darwin", ("linux", "aarch64"): "aarch64-manylinux_2_28"}


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The whole package."""
    platform = HERE.get((sys.platform, machine()), AZURE)
    to = tmp_path_factory.mktemp("package")
    return build(ROOT, to, IDENTITY, CACHE, platform=platform)


@pytest.fixture(scope="session")
def archive(package: Package) -> Iterator[zipfile.ZipFile]:
    """Its zip, opened."""
    with zipfile.ZipFile(package.file) as opened:
        yield opened


@pytest.fixture(scope="session")
def unpacked(archive: zipfile.ZipFile) -> Iterator[Path]:
    """The folder in which it lies unpacked, as the Functions host has it."""
    with TemporaryDirectory(prefix="unpacked-") as folder:
        archive.extractall(folder)
        yield Path(folder)
