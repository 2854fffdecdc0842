"""Waiting for something to become true, with a deadline instead of a fixed sleep."""

import time
from collections.abc import Callable


def until(condition: Callable[[], object], deadline: float = 20) -> None:
    """Return as soon as the condition holds; fail after `deadline` seconds."""
    end = time.monotonic() + deadline
    while not condition():
        assert time.monotonic() < end, "it did not become true in time"
        time.sleep(0.05)
