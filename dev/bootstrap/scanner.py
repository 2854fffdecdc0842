"""Installs checkov into .dev/checkov: its hundred packages are no business of the project's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dev.bootstrap import environment, uv
from dev.bootstrap.machine import BIN, EXE, run
from dev.bootstrap.progress import BootstrapError, Progress

LOCKED = Path(__file__).parents[1] / "checkov" / "requirements.txt"
NOT_THERE = "checkov is not installed yet. Run: python3 -m dev audit infra"


def interpreter(root: Path) -> Path:
    """Return where the scanner's Python is, or will be."""
    return root / ".dev" / "checkov" / BIN / f"python{EXE}"


def installed(root: Path) -> Path:
    """Return the Python that `ensure` has set up; raises BootstrapError when it has not run."""
    if not _stamp(root).is_file():
        raise BootstrapError(NOT_THERE)
    return interpreter(root)


def ensure(root: Path, env: Mapping[str, str], progress: Progress) -> Path:
    """Return a Python with checkov; says and does nothing when it is there."""
    target, stamp = interpreter(root), _stamp(root)
    wanted = environment.fingerprint(LOCKED)
    if target.exists() and stamp.is_file() and stamp.read_text() == wanted:
        return target
    tool = uv.ensure(root, env, progress)
    stamp.unlink(missing_ok=True)
    with progress.step("Installing checkov into .dev/checkov"):
        base = environment.interpreter(root)
        folder = target.parents[1]
        command = [str(tool), "venv", "--clear", "--no-project", "--python", str(base)]
        _run([*command, str(folder)], env, progress)
        options = ["--require-hashes", "--compile-bytecode", "--python", str(target)]
        _run([str(tool), "pip", "sync", *options, str(LOCKED)], env, progress)
    stamp.write_text(wanted)
    return target


def _run(command: list[str], env: Mapping[str, str], progress: Progress) -> None:
    advice = environment.ADVICE
    run(command, env, what="Installing checkov", advice=advice, tick=progress.tick)


def _stamp(root: Path) -> Path:
    return interpreter(root).parents[1] / ".requirements"
