"""What is logged as a warning or worse goes out too, in the trace that it belongs to."""

import logging
import time

from shared.telemetry.operation import current
from shared.telemetry.recorder import recorder
from shared.telemetry.records import Line
from shared.telemetry.scrubbing import scrubbed
from shared.telemetry.thrown import thrown
from shared.telemetry.trace import Trace

# They tell of sending telemetry, which would be sent, and told of.
_OWN = ("azure.monitor", "opentelemetry", "shared.telemetry")


class TelemetryHandler(logging.Handler):
    """Records log lines; the text is scrubbed, an exception is its type and its frames."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """Record a line; never raise."""
        kept = recorder()
        if kept is None or record.name.startswith(_OWN):
            return
        try:
            text = scrubbed(record.getMessage())
        except (TypeError, ValueError):
            return
        at = time.time_ns()
        error = record.exc_info[1] if record.exc_info else None
        what = thrown(error) if error else None

        def make(place: Trace | None, share: float = 1) -> Line:  # noqa: ARG001 - logs are not sampled
            return Line(record.levelno, record.name, text, at, place, what)

        operation = current()
        if operation is None:
            kept.keep(make(None))
        else:
            operation.failed = True
            operation.later(make)
