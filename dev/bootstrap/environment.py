"""Makes .venv with Python 3.13 and exactly the packages that requirements-dev.txt locks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from dev.bootstrap import python, uv
from dev.bootstrap.machine import BIN, EXE, run
from dev.bootstrap.progress import Progress

ADVICE = "Check that the package index can be reached, then run the command again."


def interpreter(root: Path) -> Path:
    """Return where the project's Python is, or will be."""
    return root / ".venv" / BIN / f"python{EXE}"


def fingerprint(*files: Path) -> str:
    """Return a hash that changes when one of the files changes."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()


def ensure(root: Path, env: Mapping[str, str], progress: Progress) -> Path:
    """Return the project's Python with its packages; says and does nothing when all is there."""
    locked = root / "requirements-dev.txt"
    target = interpreter(root)
    stamp = root / ".venv" / ".requirements"
    wanted = fingerprint(locked)
    if target.exists() and stamp.is_file() and stamp.read_text() == wanted:
        return target
    tool = uv.ensure(root, env, progress)
    stamp.unlink(missing_ok=True)
    if not (target.exists() and python.runs(target, env)):
        base = python.ensure(tool, env, progress)
        with progress.step(f"Making .venv with {base}"):
            command = [str(tool), "venv", "--clear", "--no-project", "--python", str(base)]
            run(
                [*command, str(root / ".venv")],
                env,
                what="Making .venv",
                advice="Delete the folder .venv and run the command again.",
                tick=progress.tick,
            )
    with progress.step("Installing the locked packages"):
        options = ["--require-hashes", "--compile-bytecode", "--python", str(target)]
        run(
            [str(tool), "pip", "sync", *options, str(locked)],
            env,
            what="Installing the packages of requirements-dev.txt",
            advice=ADVICE,
            tick=progress.tick,
            cwd=root,
        )
    stamp.write_text(wanted)
    return target
