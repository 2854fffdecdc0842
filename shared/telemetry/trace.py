"""Where something belongs among traces (W3C Trace Context).

The trace of an invitation follows from its id: the trace id is its reference, the name by which
systems and inviters know it as well (`shared/domain/happening.py`). So every step finds the trace
without asking storage, on whichever device and however much later, and nobody finds the link by it.
"""

import hashlib
import os
import re
from dataclasses import dataclass

from shared.domain.happening import reference

_HEADER = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
_NOTHING = {"0" * 32, "0" * 16}
_REFERENCE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Trace:
    """A span's place: its trace and its own id, both in hexadecimal."""

    trace_id: str
    span_id: str

    @property
    def header(self) -> str:
        """Return the traceparent that continues from here; the reader decides on sampling."""
        return f"00-{self.trace_id}-{self.span_id}-01"


def parse(header: object) -> Trace | None:
    """Return the place that a traceparent names, or None."""
    found = _HEADER.fullmatch(header) if isinstance(header, str) else None
    if found is None or not _NOTHING.isdisjoint(found.groups()):
        return None
    return Trace(found[1], found[2])


def of_invitation(invitation_id: str) -> Trace:
    """Return the root of an invitation's trace."""
    return of_reference(reference(invitation_id))


def of_reference(reference_: str) -> Trace:
    """Return the same by the reference."""
    root = hashlib.sha256(f"symuserinvitation:root:{reference_}".encode()).hexdigest()[:16]
    return Trace(reference_, root)


def is_reference(text: object) -> bool:
    """Return whether a text can be a reference."""
    return isinstance(text, str) and bool(_REFERENCE.fullmatch(text))


def new_trace_id() -> str:
    """Return a random trace id."""
    return os.urandom(16).hex()


def new_span_id() -> str:
    """Return a random span id."""
    return os.urandom(8).hex()
