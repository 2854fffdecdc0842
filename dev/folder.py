"""The folder of one running environment, held by one process at a time."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path


class FolderInUse(Exception):
    """Another process runs on the same folder; two Azurites would spoil each other's data."""


@contextlib.contextmanager
def held(folder: Path) -> Iterator[Path]:
    """Make `folder`, keep it for this process until the block ends, and return it.

    Raises FolderInUse when another process holds it, OSError when it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "in-use").open("w") as lock:
        if sys.platform != "win32":
            import fcntl

            try:
                # The system lets go of it when the process ends, however it ends.
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise FolderInUse(f"{folder} is in use by another `up`. End that one.") from None
        yield folder


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[Path]:
    """Make `folder`, keep it for this process until the block ends; whoever comes second waits."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "in-use").open("w") as lock:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
