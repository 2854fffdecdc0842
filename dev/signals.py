"""Ctrl-C and SIGTERM as an exception that arrives only where the work can be left."""

import contextlib
import signal
import time
from collections.abc import Iterator
from types import FrameType


class Ended(Exception):
    """The command was asked to end."""


class EndRequests:
    """Remembers the request to end; raises it in `pause` and inside `interruptible` only.

    Elsewhere, say between the start of a child and the noting of its id, it waits.
    """

    def __init__(self) -> None:
        self._pending = False
        self._open = False
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._note)

    def pause(self, seconds: float) -> None:
        """Sleep; raises Ended when the request has come, or as soon as it comes."""
        with self.interruptible():
            time.sleep(seconds)

    @contextlib.contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let the request raise Ended at any point of the block."""
        self._open = True
        try:
            if self._pending:
                raise Ended
            yield
        finally:
            self._open = False

    def _note(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signature is given
        self._pending = True
        if self._open:
            self._open = False
            raise Ended
