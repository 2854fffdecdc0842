"""Looking at processes from outside."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def runs(pid: int) -> bool:
    """Return whether the process is there and is not a zombie that nobody has reaped yet."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    try:
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition: Callable[[], object], within: float = 20) -> None:
    """Return when `condition()` is true; fail when it does not become so in time."""
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
