"""What an operator is told about a deployment: how bad it is, what it is, and its fix.

The sentences hold no values, so that the console can show them in its reader's language; what they
are about stands beside them as `subject`: a permission, a queue, a number.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Level(enum.StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


_ORDER = tuple(Level)


@dataclass(frozen=True)
class Kind:
    """A kind of finding: `code` is stable; the sentences are in English."""

    code: str
    level: Level
    what: str
    fix: str


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be."""

    kind: Kind
    subject: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the deployment after its check: how long that took, and what was found."""

    name: str
    milliseconds: int
    findings: tuple[Finding, ...] = ()

    @property
    def status(self) -> Level:
        """Return how it stands."""
        return worst(one.kind.level for one in self.findings)


def worst(levels: Iterable[Level]) -> Level:
    """Return the worst of the levels; nothing is ok."""
    return max(levels, key=_ORDER.index, default=Level.OK)
