"""CSV: text whose cells are parted by commas, semicolons, tabs or bars (RFC 4180, and Excel's)."""

import csv
import io
import re
from collections.abc import Callable, Iterator

from shared.domain.sheets.encoding import decode
from shared.domain.sheets.sheet import LONGEST_CELL, Lines, Sheet, unreadable

NO_CSV = "The file is no CSV that can be read. Save it anew as CSV UTF-8 or as XLSX."
SEPARATORS = ",;\t|"
_SAID = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_HEAD = 3  # lines among which the headings are
_HEAD_CHARACTERS = 20_000

Known = Callable[[str], bool]


def read_separated(data: bytes, known: Known, charset: str = "") -> Sheet:
    """Return the table; `known` tells a heading, by which the separator is found.

    Raises MalformedRequest for what is no text, no CSV, or too large.
    """
    text, encoding = decode(data, charset)
    said = _SAID.match(text)
    separator = said[1] if said else _separator(text, known)
    lines = Lines()
    try:
        for number, cells in enumerate(_reader(text, separator), 1):
            if not (said and number == 1):
                lines.add(number, cells)
    except csv.Error as error:
        raise unreadable(NO_CSV, str(error)) from error
    return Sheet(lines.all(), encoding, separator)


def _separator(text: str, known: Known) -> str:
    """Return the one that parts the most known headings; of equal ones the most cells."""

    def known_headings(separator: str) -> tuple[int, int]:
        reader = _reader(text[:_HEAD_CHARACTERS], separator)
        rows = []
        try:
            rows = [cells for cells, _ in zip(reader, range(_HEAD), strict=False)]
        except csv.Error:
            return (0, 0)
        return max(((sum(map(known, row)), len(row)) for row in rows), default=(0, 0))

    return max(SEPARATORS, key=known_headings)


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL * 4))
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)
