"""Finds a Python 3.13, or lets uv install one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from dev.bootstrap.machine import EXE, WINDOWS, answer, on_path, run
from dev.bootstrap.progress import BootstrapError, Progress

WANTED = "3.13"
ASK = "import sys; print('%d.%d' % sys.version_info[:2])"
ADVICE = """Python 3.13 is needed and was not found. Install it, then run the command again:
    Debian 13, Ubuntu:  sudo apt-get install python3.13
    macOS:              brew install python@3.13
    anywhere:           pyenv install 3.13, or https://www.python.org/downloads/"""


def runs(python: Path, env: Mapping[str, str]) -> bool:
    """Return whether `python` starts and is a 3.13."""
    return answer([str(python), "-c", ASK], env) == WANTED


def ensure(uv: Path, env: Mapping[str, str], progress: Progress) -> Path:
    """Return a Python 3.13 that really runs, installed by uv where the machine has none.

    First the one that runs now, then PATH's (a shim of pyenv may be there and not run), then what
    uv knows, then those that pyenv has installed though they are not on PATH.

    Raises BootstrapError, saying what to install, when none can be had.
    """
    found = _first(near(env), env) or _by_uv(uv, env) or _first(pyenv(env), env)
    if found is not None:
        return found
    with progress.step("Installing Python 3.13"):
        run(
            [str(uv), "python", "install", WANTED],
            env,
            what="Installing Python 3.13",
            advice=ADVICE,
            tick=progress.tick,
        )
    found = _by_uv(uv, env)
    if found is None:
        raise BootstrapError(ADVICE)
    return found


def _first(candidates: Iterator[Path], env: Mapping[str, str]) -> Path | None:
    return next((candidate for candidate in candidates if runs(candidate, env)), None)


def near(env: Mapping[str, str]) -> Iterator[Path]:
    """Yield the Python that runs now, if it is a 3.13, and each python3.13 on PATH."""
    if sys.version_info[:2] == (3, 13):
        # In a virtual environment, the Python below it: the environment may be deleted.
        yield Path(getattr(sys, "_base_executable", sys.executable))
    yield from on_path([f"python{WANTED}"], env)


def _by_uv(uv: Path, env: Mapping[str, str]) -> Path | None:
    found = answer([str(uv), "python", "find", "--system", WANTED], env)
    return Path(found) if found and runs(Path(found), env) else None


def pyenv(env: Mapping[str, str]) -> Iterator[Path]:
    """Yield each 3.13 that a pyenv on this machine has installed, the newest first."""
    seen = set()
    for versions in _pyenv_versions(env):
        if versions in seen:
            continue
        seen.add(versions)
        for installed in sorted(versions.glob(f"{WANTED}*"), reverse=True):
            python = installed / "bin" / f"python{WANTED}{EXE}"
            if python.is_file():
                yield python


def _pyenv_versions(env: Mapping[str, str]) -> Iterator[Path]:
    if env.get("PYENV_ROOT"):
        yield Path(env["PYENV_ROOT"]) / "versions"
    if env.get("HOME"):
        yield Path(env["HOME"]) / ".pyenv" / "versions"
    if not WINDOWS:
        import pwd  # noqa: PLC0415 - not on Windows

        # HOME may be a fresh one, made for a clean run.
        yield Path(pwd.getpwuid(os.getuid()).pw_dir) / ".pyenv" / "versions"
    for folder in env.get("PATH", "").split(os.pathsep):
        if Path(folder).name == "shims":
            yield Path(folder).parent / "versions"
