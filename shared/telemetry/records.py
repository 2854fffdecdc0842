"""What is recorded until it is sent: plain values, with nothing in them that names anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.telemetry.trace import Trace

Value = str | int | float | bool
INTERNAL = "internal"
CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Thrown:
    """An exception: its type and where it came from. Its words may name somebody."""

    kind: str
    stack: str


@dataclass(frozen=True, slots=True)
class Span:
    """Something that took time; times are in nanoseconds since 1970.

    `share` is how many of its like are recorded: 0.1 stands for ten.
    """

    name: str
    kind: str
    place: Trace
    parent: str  # the parent's span id, or nothing
    start: int
    end: int
    good: bool
    attributes: Mapping[str, Value] = field(default_factory=dict)
    links: tuple[Trace, ...] = ()
    thrown: Thrown | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an invitation, or of the app where `place` is None."""

    name: str
    at: int
    place: Trace | None
    attributes: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log; `severity` is a level of `logging`."""

    severity: int
    logger: str
    text: str
    at: int
    place: Trace | None
    thrown: Thrown | None = None


Record = Span | Step | Line
