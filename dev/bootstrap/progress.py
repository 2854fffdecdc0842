"""What a person sees of the set-up: one line per step, with the time that it took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class BootstrapError(Exception):
    """The set-up cannot go on; the message says why and what to do, `reason` why in one line."""

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason or message.splitlines()[0]


class Progress:
    """Prints a line per step; prints nothing at all while there is nothing to do."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = sys.stdout if out is None else out
        self._started = False

    def say(self, text: str) -> None:
        """Print one line now, under the heading."""
        self._head()
        self._write(f"  {text}\n")

    def tick(self) -> None:
        """Show that the current step is still at work."""
        self._write(".")

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Print `title` when entered and the seconds, or "failed", when left."""
        self._head()
        self._write(f"  {title} ...")
        start = time.monotonic()
        try:
            yield
        except BaseException:
            self._write(" failed\n")
            raise
        self._write(f" {time.monotonic() - start:.1f} s\n")

    def _head(self) -> None:
        if not self._started:
            self._started = True
            self._write("Setting up (once; later runs start at once)\n")

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()
