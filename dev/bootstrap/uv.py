"""Finds uv, or installs the pinned one into .dev/uv."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from dev.bootstrap.machine import BIN, EXE, answer, on_path, run, version
from dev.bootstrap.progress import BootstrapError, Progress

# `uv pip compile --group` and `uv venv --clear` are needed.
MINIMUM = (0, 8)
PINNED = Path(__file__).with_name("uv.txt")
ADVICE = "Install uv by hand (https://docs.astral.sh/uv/), then run the command again."
OPTIONS = ("--disable-pip-version-check", "-q", "--only-binary", ":all:", "--require-hashes")
NO_PIP = """This Python has neither venv nor pip, so uv cannot be installed:
    {python}
Do one of these, then run the command again:
    Debian, Ubuntu:  sudo apt-get install python3-venv
    Fedora:          sudo dnf install python3-pip
    anywhere:        install uv (https://docs.astral.sh/uv/)"""


def find(root: Path, env: Mapping[str, str]) -> Path | None:
    """Return a uv that runs and is new enough: PATH's, then .dev's, then the user's own."""
    home = Path(env.get("HOME", str(root)))
    candidates = [
        *on_path(["uv"], env),
        _installed(root),
        home / ".local" / "bin" / f"uv{EXE}",
        home / ".cargo" / "bin" / f"uv{EXE}",
    ]
    for candidate in candidates:
        if candidate.is_file() and version(answer([str(candidate), "--version"], env)) >= MINIMUM:
            return candidate
    return None


def ensure(root: Path, env: Mapping[str, str], progress: Progress) -> Path:
    """Return a uv that runs; install it when there is none.

    Raises BootstrapError when the running Python has no way to install a package.
    """
    found = find(root, env)
    if found is not None:
        return found
    with progress.step("Installing uv into .dev/uv"):
        _install(root, env, progress.tick)
    found = find(root, env)
    if found is None:
        raise BootstrapError(f"uv was installed into .dev/uv but does not run.\n{ADVICE}")
    return found


def _installed(root: Path) -> Path:
    return root / ".dev" / "uv" / BIN / f"uv{EXE}"


def _install(root: Path, env: Mapping[str, str], tick: Callable[[], None]) -> None:
    target = root / ".dev" / "uv"
    if target.exists():
        shutil.rmtree(target)
    _run([*_pip(target, env, tick), *OPTIONS, "-r", str(PINNED)], env, tick)


def _pip(target: Path, env: Mapping[str, str], tick: Callable[[], None]) -> list[str]:
    """Return the start of a command that installs into `target`."""
    python = sys.executable
    if not _has(python, "ensurepip", env) and not _has(python, "pip", env):
        _install_venv_package(python, env, tick)
    try:
        _run([python, "-m", "venv", str(target)], env, tick)
    except BootstrapError:
        # Debian's Python without python3-venv; --target is allowed where PEP 668 forbids the rest.
        shutil.rmtree(target, ignore_errors=True)
        if _has(python, "pip", env):
            return [python, "-m", "pip", "install", "--target", str(target)]
        raise
    return [str(target / BIN / f"python{EXE}"), "-m", "pip", "install"]


def _install_venv_package(python: str, env: Mapping[str, str], tick: Callable[[], None]) -> None:
    """Let Debian's own package manager add what its Python lacks; needs root."""
    apt = shutil.which("apt-get", path=env.get("PATH"))
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise BootstrapError(NO_PIP.format(python=python))
    apt_env = {**env, "DEBIAN_FRONTEND": "noninteractive"}
    _run([apt, "update", "-q"], apt_env, tick)
    _run([apt, "install", "-y", "-q", "--no-install-recommends", "python3-venv"], apt_env, tick)
    if not _has(python, "ensurepip", env):
        raise BootstrapError(NO_PIP.format(python=python))


def _has(python: str, module: str, env: Mapping[str, str]) -> bool:
    return answer([python, "-c", f"import {module}"], env) is not None


def _run(command: list[str], env: Mapping[str, str], tick: Callable[[], None]) -> None:
    run(command, env, what="Installing uv", advice=ADVICE, tick=tick)
