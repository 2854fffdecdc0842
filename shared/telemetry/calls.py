"""Calls to outer services: each is counted, timed, and a span of the operation that makes it."""

import re
import time
from types import TracebackType
from typing import Self

from shared.telemetry import names
from shared.telemetry.operation import Make, current
from shared.telemetry.recorder import recorder
from shared.telemetry.records import CLIENT, Span, Value
from shared.telemetry.trace import Trace, new_span_id

THROTTLED = 429
_SERVER_ERROR = 500
# Of a path, whatever is no plain word may be somebody's name or a secret.
_WORD = re.compile(r"\$?[A-Za-z][A-Za-z]{0,40}(?=\(|$)")
_VERSION = re.compile(r"v\d(\.\d)?|beta")


def plain(path: str) -> str:
    """Return a path of Graph's as all its like have it: `users/*/messages`."""
    segments = [segment for segment in path.split("/") if segment]
    if segments and _VERSION.fullmatch(segments[0]):
        del segments[0]
    named = (_WORD.match(segment) for segment in segments)
    return "/".join(word[0] if word else "*" for word in named)


class Calling:
    """`with` it around one attempt, and tell it the `status` of the answer."""

    __slots__ = ("_call", "_method", "_service", "_start", "status")

    def __init__(self, service: str, call: str, method: str = "POST") -> None:
        self._service = service
        self._call = call
        self._method = method
        self.status = 0

    def __enter__(self) -> Self:
        self._start = time.time_ns()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        kept = recorder()
        if kept is None:
            return
        end = time.time_ns()
        dimensions = {
            names.SERVICE: self._service,
            names.CALL: f"{self._method} {self._call}",
            names.STATUS: f"{self.status // 100}xx" if self.status else "none",
            names.THROTTLED: "yes" if self.status == THROTTLED else "no",
        }
        kept.metrics.add(names.CALLS, dimensions, (end - self._start) / 1e9)
        operation = current()
        if operation is None:
            return
        bad = not self.status or self.status >= _SERVER_ERROR or self.status == THROTTLED
        operation.failed |= bad
        operation.later(self._span(end, bad, dimensions))

    def _span(self, end: int, bad: bool, dimensions: dict[str, str]) -> Make:
        attributes: dict[str, Value] = {
            **dimensions,
            "http.request.method": self._method,
            "http.response.status_code": self.status,
            "peer.service": self._service,
            # Not an address: the exporter makes the name of the last part of it.
            "url.full": f"{self._service}:/{self._call}",
        }
        start, name = self._start, f"{self._method} /{self._call}"

        def make(operation: Trace, share: float) -> Span:
            place = Trace(operation.trace_id, new_span_id())
            parent = operation.span_id
            return Span(name, CLIENT, place, parent, start, end, not bad, attributes, share=share)

        return make
