"""A table as it stands in a file, and the bounds within which one is read."""

from dataclasses import dataclass

from shared.domain.errors import MalformedRequest
from shared.domain.sentence import Sentence

LARGEST = 5 * 1024 * 1024  # bytes
MOST_ROWS = 10_000  # with content, below the headings
MOST_COLUMNS = 60
LONGEST_CELL = 32_767  # what a spreadsheet's cell holds
# Headings, the version line of Entra's template, a line of separators.
_PREAMBLE = 3
TOO_MANY_ROWS = f"The file has more than {MOST_ROWS} rows. Split it."
MANY_COLUMNS = "Row %(row)s has more than %(most)s columns."
LONG_CELL = "Row %(row)s has a cell of more than %(most)s characters."
_TOO_LARGE = 413
_UNREADABLE = 422


@dataclass(frozen=True)
class Line:
    """A row with content; `number` is the one that a spreadsheet shows, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """What was read, and how: `encoding` and `separator` are empty for XLSX."""

    lines: tuple[Line, ...]
    encoding: str = ""
    separator: str = ""


class Lines:
    """Collects lines and raises MalformedRequest as soon as there are too many."""

    def __init__(self) -> None:
        self._lines: list[Line] = []

    def add(self, number: int, cells: list[str]) -> None:
        """Keep a line that has content, without the empty cells at its end."""
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            return
        if len(cells) > MOST_COLUMNS:
            raise too_many_columns(number)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise too_large(LONG_CELL, row=number, most=LONGEST_CELL)
        if len(self._lines) >= MOST_ROWS + _PREAMBLE:
            raise too_many_rows()
        self._lines.append(Line(number, tuple(cells)))

    def all(self) -> tuple[Line, ...]:
        """Return them in the order of the file."""
        return tuple(self._lines)


def too_many_rows() -> MalformedRequest:
    """Return the error for a file with more rows than an import takes."""
    return too_large(TOO_MANY_ROWS)


def too_many_columns(number: int) -> MalformedRequest:
    """Return the error for a row with more cells than a table may have."""
    return too_large(MANY_COLUMNS, row=number, most=MOST_COLUMNS)


def too_large(text: str, note: str = "", **values: object) -> MalformedRequest:
    """Return the error for a file that is larger than it may be, told with a Sentence."""
    return MalformedRequest(_TOO_LARGE, Sentence(text, values, note))


def unreadable(text: str, note: str = "", **values: object) -> MalformedRequest:
    """Return the error for a file that is not what it seems to be, told with a Sentence."""
    return MalformedRequest(_UNREADABLE, Sentence(text, values, note))
