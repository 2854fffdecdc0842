"""The shapes that rows have had, and how an older one is read.

Every row that is written whole says with which shape. A column that is added and may be missing
makes no new shape; one whose absence would be read wrongly, or by which rows are sought, does, and
a step below brings the rows of before to it. 1, without a column that says so, is the first.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from shared.domain.errors import Unavailable
from shared.domain.invitation import State

SCHEMA = 2
COLUMN = "schema"
_FIRST = 1
# A deployment that is rolled back, or has only begun, is over by then.
_RETRY_AFTER = 60
_OVER = {State.COMPLETED, State.FAILED, State.REVOKED, State.BLOCKED}

Row = Mapping[str, Any]
Step = Callable[[Row], dict[str, Any]]


def checked(row: Row) -> None:
    """Raise Unavailable for a row of a newer version: this one might write over what it adds."""
    if row.get(COLUMN, _FIRST) > SCHEMA:
        raise Unavailable("storage", _RETRY_AFTER)


def upgraded(row: Row, steps: Mapping[int, Step] | None = None) -> Row:
    """Return an invitation's row in today's shape; `steps` lead from each shape to the next."""
    ways = _STEPS if steps is None else steps
    for shape in range(row.get(COLUMN, _FIRST), max(ways) + 1):
        row = {**ways[shape](row), COLUMN: shape + 1}
    return row


def _with_an_end(row: Row) -> dict[str, Any]:
    """From 1 to 2: when it came to its end, by which retention finds it.

    The first shape did not say; it was not later than the last change.
    """
    if State(row["state"]) not in _OVER or row.get("ended"):
        return dict(row)
    changed: datetime = getattr(row, "metadata", {}).get("timestamp") or row["expires"]
    return {**row, "ended": changed.astimezone(UTC).isoformat()}


_STEPS: Mapping[int, Step] = {1: _with_an_end}
