"""The locked dependencies as wheels for Azure, installed by uv into a folder of their own."""

import os
import re
import subprocess
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dev.bootstrap import uv
from dev.bootstrap.machine import child_environment
from dev.bootstrap.progress import BootstrapError
from dev.package.errors import NotPackaged

_CHECKOUT = Path(__file__).parents[2]
LOCK = "requirements.txt"
PYTHON = "3.13"
# What runs on glibc 2.28 and later, which Debian has had since 10.
AZURE = "x86_64-manylinux_2_28"


@dataclass(frozen=True)
class Wheel:
    """What one wheel was that went into the package."""

    name: str
    version: str
    sha256: str


class Uv:
    """The uv of the set-up, asked for wheels that run on `platform`."""

    def __init__(self, root: Path, platform: str) -> None:
        """Raise NotPackaged when uv is not installed."""
        self._root = root
        self._env = child_environment(os.environ, root)
        try:
            found = uv.find(_CHECKOUT, self._env)
        except BootstrapError as error:
            raise NotPackaged(str(error)) from error
        if found is None:
            raise NotPackaged("uv is not installed; run: python3 -m dev package")
        self._tool = str(found)
        self._for = ["--python-version", PYTHON, "--python-platform", platform]

    def install(self, site: Path) -> None:
        """Install the locked wheels, hashes checked, into `site`; raises NotPackaged."""
        options = ["--target", str(site), "--require-hashes", "--no-deps", "--no-compile"]
        self._pip(["install", *options, "--only-binary", ":all:", "-r", LOCK])

    def wheels(self, site: Path) -> list[Wheel]:
        """Return which wheels were installed into `site`, by name; raises NotPackaged."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "pylock.toml"
            options = ["--format", "pylock.toml", "--only-binary", ":all:", "--no-deps"]
            self._pip(["compile", LOCK, "--quiet", *options, "-o", str(file)])
            packages = tomllib.loads(file.read_text(encoding="utf-8"))["packages"]
        allowed = set(re.findall(r"--hash=sha256:([0-9a-f]{64})", self._lock()))
        found = [_wheel(package, site) for package in packages]
        strange = [wheel.name for wheel in found if wheel.sha256 not in allowed]
        if strange:
            raise NotPackaged(f"{', '.join(strange)}: installed is not what {LOCK} allows")
        return sorted(found, key=lambda wheel: wheel.name)

    def _lock(self) -> str:
        return (self._root / LOCK).read_text(encoding="utf-8")

    def _pip(self, arguments: list[str]) -> None:
        """Ask what is kept on this machine first, then the package index."""
        command = [self._tool, "pip", *arguments, *self._for]
        for tried in ([*command, "--offline"], command):
            done = subprocess.run(
                tried, cwd=self._root, env=self._env, capture_output=True, text=True, check=False
            )
            if done.returncode == 0:
                return
        raise NotPackaged(f"uv could not get the dependencies:\n{done.stderr.strip()}")


def _wheel(package: Mapping[str, Any], site: Path) -> Wheel:
    """Return the one of a package's wheels whose tags are those of what lies in `site`."""
    name, version = package["name"], package["version"]
    info = next(site.glob(f"{re.sub('[-_.]+', '_', name)}-{version}.dist-info"), None)
    if info is None:
        raise NotPackaged(f"{name} {version} is locked but was not installed")
    head = HeaderParser().parsestr((info / "WHEEL").read_text(encoding="utf-8"))
    tags = set(head.get_all("Tag", []))
    for wheel in package["wheels"]:
        file = wheel.get("name") or wheel["url"].rpartition("/")[2]
        if _tags(file) == tags:
            return Wheel(name, version, wheel["hashes"]["sha256"])
    raise NotPackaged(f"No wheel of {name} {version} has the tags {sorted(tags)}")


def _tags(file: str) -> set[str]:
    """Return the tags that a wheel's file name stands for (PEP 425)."""
    pythons, abis, platforms = file.removesuffix(".whl").split("-")[-3:]
    return {
        f"{python}-{abi}-{platform}"
        for python in pythons.split(".")
        for abi in abis.split(".")
        for platform in platforms.split(".")
    }


__all__ = ["AZURE", "LOCK", "PYTHON", "Uv", "Wheel"]
