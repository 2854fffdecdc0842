"""Exceptions as telemetry tells them: what was raised where, in nobody's words."""

import traceback

from shared.telemetry.records import Thrown

_FRAMES = 30


def thrown(error: BaseException) -> Thrown:
    """Return the type and the frames of an exception; its message may name somebody."""
    kind = type(error)
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    stack = "".join(
        f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}\n' for frame in frames
    )
    return Thrown(f"{kind.__module__}.{kind.__qualname__}", stack)
