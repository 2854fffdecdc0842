"""Parses the command line, sets up what the command needs, and hands over to dev.cli."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import cli, smoke
from dev.bootstrap import chromium, environment, node, scanner, uv
from dev.bootstrap.machine import WINDOWS, child_environment
from dev.bootstrap.progress import BootstrapError, Progress

ROOT = Path(__file__).parents[2]
INTERRUPTED = 130
# As in: python3 -m dev test -m "not browser"
NO_BROWSER = "not browser"
NO_PICTURES = "--no-pictures"


def main(argv: list[str]) -> int:
    """Run one command of `python3 -m dev`; returns an exit code only where it cannot exec."""
    # Help and wrong usage are answered before anything is installed.
    request = cli.parse(argv)
    if request.command == "smoke":
        # It asks over the network, needs nothing, and shall not wait for a set-up.
        return smoke.main(list(request.rest))
    env = child_environment(os.environ, ROOT)
    try:
        with _alone(ROOT):
            python = provision(ROOT, request, env, Progress())
    except BootstrapError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; the same command goes on from here.", file=sys.stderr)
        return INTERRUPTED
    return _hand_over([str(python), "-m", "dev.cli", *argv], env)


def provision(root: Path, request: cli.Request, env: dict[str, str], progress: Progress) -> Path:
    """Set up what `request` needs; returns the project's Python. Adds CHROMIUM_PATH to `env`.

    Raises BootstrapError with a message that says what to do.
    """
    try:
        python = environment.ensure(root, env, progress)
        if request.command in {"up", "test", "bench"}:
            node.ensure(root, env, progress)
        if request.command == "audit" and "infra" in request.rest:
            scanner.ensure(root, env, progress)
        if request.command in {"test", "bench", "package"}:
            uv.ensure(root, env, progress)
        if request.command == "lock":
            # No package: package.json may already ask for what the lock file does not know.
            node.provide(root, env, progress)
        if _needs_browser(request):
            env[chromium.VARIABLE] = str(chromium.ensure(python, env, progress))
    except OSError as error:
        raise BootstrapError(f"The set-up cannot go on: {error}") from error
    return python


def _needs_browser(request: cli.Request) -> bool:
    if request.command == "gallery":
        return NO_PICTURES not in request.rest
    return request.command == "test" and NO_BROWSER not in request.rest


def _hand_over(command: list[str], env: dict[str, str]) -> int:
    sys.stdout.flush()
    if not WINDOWS:
        os.chdir(ROOT)
        os.execve(command[0], command, env)  # noqa: S606 - the project's own Python
    return subprocess.call(command, env=env, cwd=ROOT)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Keep two commands from setting up at once; the second one waits for the first."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        yield
        return
    folder = root / ".dev"
    try:
        folder.mkdir(exist_ok=True)
        lock = (folder / "setup.lock").open("w")
    except OSError as error:
        raise BootstrapError(f"The folder .dev cannot be written: {error}") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
