"""What a function is doing just now: which invitation it is about, and what it has asked for.

The first invitation decides to which trace all of it belongs, and often it is known only half-way;
so what happens meanwhile is kept until the operation ends.
"""

import time
import zlib
from collections.abc import Callable
from contextvars import ContextVar

from shared.telemetry import names
from shared.telemetry.recorder import Recorder, recorder
from shared.telemetry.records import INTERNAL, Line, Span, Thrown, Value
from shared.telemetry.trace import Trace, new_span_id, new_trace_id, of_invitation, of_reference

_current: ContextVar["Operation | None"] = ContextVar("operation", default=None)
_MOST_LINKS = 32
_MOST_SPANS = 500
Make = Callable[[Trace, float], Span | Line]  # of the place and the share that is recorded


class Operation:
    """One run of one function, from its beginning until `end`."""

    def __init__(
        self,
        name: str,
        attributes: dict[str, Value],
        *,
        host: Trace | None = None,
        message: Trace | None = None,
        many: bool = False,
        spare: bool = False,
    ) -> None:
        """Take where the host is, and where the message came from that is worked on.

        What is about `many` invitations belongs to the trace of none: it is linked to them. A
        `spare` one only looks at something: of a flood of those, a part is recorded.
        """
        self.name = name
        self.attributes = attributes
        self.span_id = new_span_id()
        self.reason = ""
        self.failed = False
        self._host = host
        self._message = message
        self._many = many
        self._spare = spare
        self._references: list[str] = []
        self._led = False
        self._late: list[Make] = []
        self._start = time.time_ns()
        self._began = time.perf_counter()

    def about(self, reference: str, *, lead: bool = False) -> None:
        """Say that it is about the invitation; with `lead`, that it changes this one."""
        if lead and not self._led:
            self._led = True
            if reference in self._references:
                self._references.remove(reference)
            self._references.insert(0, reference)
        elif reference not in self._references and len(self._references) <= _MOST_LINKS:
            self._references.append(reference)

    @property
    def reference(self) -> str:
        """Return the invitation that decides the trace, or nothing."""
        return "" if self._many or not self._references else self._references[0]

    @property
    def place(self) -> Trace:
        """Return where the operation stands, as far as is known by now."""
        if not self.reference and self._host is None:
            self._host = Trace(new_trace_id(), "")
        trace_id = self.reference or (self._host.trace_id if self._host else "")
        return Trace(trace_id, self.span_id)

    def later(self, make: Make) -> None:
        """Keep what happened until its place is known."""
        if len(self._late) < _MOST_SPANS:
            self._late.append(make)

    def end(self, recorder: Recorder, outcome: str, thrown: Thrown | None, share: float) -> None:
        """Record the operation with all that happened in it.

        Of operations in which nothing went wrong, `share` is recorded: the same ones everywhere,
        for the trace id decides, so that an invitation's trace is there as a whole or not at all.
        """
        bad = thrown is not None or self.failed
        place = self.place
        dimensions = {names.FUNCTION: self.name, names.OUTCOME: outcome}
        recorder.metrics.add(names.OPERATIONS, dimensions, time.perf_counter() - self._began)
        if not (bad or chosen(place.trace_id, share)):
            return
        if self._spare and not (bad or recorder.may_keep(self.name, 1 + len(self._late))):
            return
        weight = 1.0 if bad else share
        told = {**self.attributes, **dimensions}
        if self.reason:
            told[names.REASON] = self.reason
        parent, links = self._relations()
        recorder.keep(
            Span(
                self.name,
                INTERNAL,
                place,
                parent,
                self._start,
                time.time_ns(),
                thrown is None and not outcome.startswith("5"),
                told,
                links,
                thrown,
                weight,
            ),
            *(make(place, weight) for make in self._late),
        )

    def _relations(self) -> tuple[str, tuple[Trace, ...]]:
        """Return the parent, and whatever else led here.

        A message that is worked on alone is the parent of that (OpenTelemetry, Semantic conventions
        for messaging spans: a link is a must, a parent may be); the host's own span is in a trace
        of the host's.
        """
        links = [trace for trace in (self._host, self._message) if trace and trace.span_id]
        links += [of_reference(one) for one in self._references if one != self.reference]
        if not self.reference:
            return self._host.span_id if self._host else "", tuple(links)
        if self._message and self._message.trace_id == self.reference:
            return self._message.span_id, tuple(links)
        return of_reference(self.reference).span_id, tuple(links)


def begin(operation: Operation) -> None:
    """Make it what is being done, in this task and in what it starts."""
    _current.set(operation)


def current() -> Operation | None:
    """Return what is being done, or None."""
    return _current.get()


def about(invitation_id: str, *, lead: bool = False) -> None:
    """Say which invitation the work at hand is about."""
    operation = _current.get()
    if operation is not None:
        operation.about(of_invitation(invitation_id).trace_id, lead=lead)


def because(reason: str) -> None:
    """Say why the work at hand ends as it does; a word or code, never a sentence."""
    operation = _current.get()
    if operation is not None:
        operation.reason = reason


def step(name: str, invitation_id: str, reason: str = "", **attributes: Value) -> None:
    """Record a step of the invitation; it goes where the operation is if that is about it."""
    kept = recorder()
    if kept is None:
        return
    about(invitation_id, lead=True)
    root = of_invitation(invitation_id)
    operation = _current.get()
    ours = operation is not None and operation.reference == root.trace_id
    place = operation.place if operation is not None and ours else root
    if name == "InvitationCreated":
        now = time.time_ns()
        kept.keep(Span(names.ROOT, INTERNAL, root, "", now, now, good=True))
    kept.step(name, place, attributes, reason=reason)


def carried(invitation_id: str) -> str:
    """Return the traceparent for a message about the invitation, or nothing."""
    operation = _current.get()
    if operation is None:
        return ""
    root = of_invitation(invitation_id)
    operation.about(root.trace_id, lead=True)
    return (operation.place if operation.reference == root.trace_id else root).header


def chosen(trace_id: str, share: float) -> bool:
    """Return whether a trace belongs to the share that is recorded."""
    return zlib.crc32(trace_id.encode()) < share * 2**32


__all__ = [
    "Operation",
    "about",
    "because",
    "begin",
    "carried",
    "chosen",
    "current",
    "step",
]
