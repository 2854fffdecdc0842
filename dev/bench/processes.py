"""The processor time that a process and what it started have used (Linux)."""

import contextlib
import os
from pathlib import Path

_PROC = Path("/proc")


def seconds_of(pid: int) -> float:
    """Return the processor time of a process and its living descendants; 0 where there is no /proc.

    utime and stime of proc(5), in clock ticks.
    """
    total = 0.0
    with contextlib.suppress(OSError):
        text = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
        # The name stands in brackets, and may hold brackets and blanks itself.
        fields = text.rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        for task in (_PROC / str(pid) / "task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                total += seconds_of(int(child))
    return total
