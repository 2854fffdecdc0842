"""What the bootstrap needs of the machine: the environment, programs on PATH, running them."""

from __future__ import annotations

import collections
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from dev.bootstrap.progress import BootstrapError

WINDOWS = sys.platform == "win32"
EXE = ".exe" if WINDOWS else ""
BIN = "Scripts" if WINDOWS else "bin"
TICK = 5.0
LINES_SHOWN = 15

# They would bend a child's Python, or keep it from writing the .pyc files that make it start fast.
_DROPPED = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX")


def child_environment(environ: Mapping[str, str], root: Path) -> dict[str, str]:
    """Return `environ` for child processes; caches move into .dev where HOME cannot be written."""
    env = {name: value for name, value in environ.items() if name not in _DROPPED}
    # uv brings its own list of authorities; behind a company's proxy only the system's will do.
    env.setdefault("UV_SYSTEM_CERTS", "1")
    home = env.get("HOME") or env.get("USERPROFILE")
    if not home or not os.access(home, os.W_OK):
        kept = root / ".dev" / "cache"
        for name in ("UV_CACHE_DIR", "UV_PYTHON_INSTALL_DIR", "npm_config_cache"):
            env.setdefault(name, str(kept / name.lower()))
        env.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(kept / "browsers"))
        env.setdefault("PIP_NO_CACHE_DIR", "1")
    return env


def on_path(names: Sequence[str], env: Mapping[str, str]) -> Iterator[Path]:
    """Yield each executable file called one of `names`, in the order of PATH."""
    for folder in env.get("PATH", "").split(os.pathsep):
        for name in names:
            found = Path(folder) / (name + EXE)
            if folder and found.is_file() and os.access(found, os.X_OK):
                yield found


def answer(command: Sequence[str], env: Mapping[str, str], timeout: float = 20) -> str | None:
    """Return what `command` prints, or None when it does not run or fails."""
    try:
        done = subprocess.run(
            list(command),
            env=dict(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=True,
            text=True,
            errors="replace",
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def version(text: str | None) -> tuple[int, ...]:
    """Return the first dotted number in `text` ("v20.1.0" gives (20, 1, 0)), () when there is none.

    >>> version("uv 0.13.8 (abc)")
    (0, 13, 8)
    """
    for word in (text or "").split():
        parts = word.lstrip("v").split(".")
        if len(parts) > 1 and parts[0].isdigit() and parts[1].isdigit():
            return tuple(int(part) for part in parts if part.isdigit())
    return ()


def run(
    command: Sequence[str],
    env: Mapping[str, str],
    *,
    what: str,
    advice: str,
    tick: Callable[[], None],
    cwd: Path | None = None,
    quiet_limit: float | None = None,
    noise: tuple[str, ...] = (),
) -> None:
    """Run `command`; raise BootstrapError with its last lines and `advice` when it fails.

    `quiet_limit` ends a command that has printed nothing for so many seconds. Lines that begin
    with one of `noise` are never shown.
    """
    try:
        child = subprocess.Popen(
            list(command),
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise BootstrapError(f"{what} failed: {error}\n{advice}") from error
    output = _Output(child, noise)
    try:
        ended = _wait(child, output, tick, quiet_limit)
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        output.close()
    if not ended:
        raise BootstrapError(f"{what} gave no sign of life for {quiet_limit:.0f} s.\n{advice}")
    if child.returncode:
        raise BootstrapError(f"{what} failed:\n{output.tail()}\n{advice}", output.error())


def _wait(
    child: subprocess.Popen[str],
    output: _Output,
    tick: Callable[[], None],
    quiet_limit: float | None,
) -> bool:
    """Return True when the child has ended, False when it was silent for too long."""
    while True:
        try:
            child.wait(timeout=TICK if quiet_limit is None else min(TICK, quiet_limit))
        except subprocess.TimeoutExpired:
            tick()
        else:
            return True
        if quiet_limit is not None and time.monotonic() - output.last_seen > quiet_limit:
            return False


class _Output:
    """Reads a child's output to its end, so that the child never waits for a full pipe."""

    def __init__(self, child: subprocess.Popen[str], noise: tuple[str, ...]) -> None:
        self._child = child
        self._noise = noise
        self._lines: collections.deque[str] = collections.deque(maxlen=200)
        self.last_seen = time.monotonic()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._child.stdout is not None  # noqa: S101 - Popen was given a pipe
        for line in self._child.stdout:
            self.last_seen = time.monotonic()
            if line.strip() and not line.startswith(self._noise or ("\0",)):
                self._lines.append(line.rstrip())

    def close(self) -> None:
        self._thread.join(timeout=2)
        if self._child.stdout is not None and not self._thread.is_alive():
            self._child.stdout.close()

    def error(self) -> str:
        """Return the first line that names an error, else the last line."""
        lines = [line.strip() for line in self._lines]
        named = [line for line in lines if line.startswith(("E:", "Error", "error"))]
        return (named or lines[-1:] or ["it said nothing"])[0]

    def tail(self) -> str:
        return "\n".join(f"    {line}" for line in list(self._lines)[-LINES_SHOWN:])
