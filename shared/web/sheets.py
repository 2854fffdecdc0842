"""The list as a file that spreadsheet programs open, and in which no cell is a formula.

A worker hands an answer over whole, so the file is in memory once; its lines are not: they are
read page by page, and XlsxWriter keeps rows in a file of its own (`constant_memory`).
"""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from shared.usecases.listing import Filters, Listed, ListStore

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": "text/csv", "xlsx": _XLSX}
COLUMNS = (
    "Invitation",
    "Created",
    "Expires",
    "State",
    "E-mail",
    "Language",
    "Guest",
    "Guest's address",
    "Company",
    "Inviter",
    "Inviter's address",
    "Organisation",
)
# OWASP, CSV Injection; the wide forms are taken for the narrow ones by some programs.
_BEGINS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠|%")
_SEPARATORS = ",;\t\r\n\"'"
_WIDTH = 24
_AT_ONCE = 1000


class _Sheet(Protocol):
    def write(self, cells: Sequence[str]) -> None: ...
    def finished(self) -> bytes: ...


async def sheet(kind: str, listing: ListStore, organisation: str, filters: Filters) -> bytes:
    """Return the file of a kind of KINDS."""
    made: _Sheet = _Csv() if kind == "csv" else _Xlsx()
    made.write(COLUMNS)
    async for line in _lines(listing, organisation, filters):
        made.write(_cells(line))
    return made.finished()


async def _lines(listing: ListStore, organisation: str, filters: Filters) -> AsyncIterator[Listed]:
    continuation = ""
    while True:
        page = await listing.page(organisation, filters, continuation=continuation, size=_AT_ONCE)
        for line in page.items:
            yield line
        continuation = page.continuation
        if not continuation:
            return


def _cells(line: Listed) -> list[str]:
    return [
        line.id,
        f"{line.created:%Y-%m-%d %H:%M:%S}",
        f"{line.expires:%Y-%m-%d %H:%M:%S}",
        line.state,
        line.email,
        line.language,
        line.guest_name,
        line.guest_email,
        line.company,
        line.inviter_name,
        line.inviter_email,
        line.organisation,
    ]


def harmless(cell: str) -> str:
    """Return a cell that no program takes for a formula: an apostrophe stands before one.

    A program that parts cells at another sign than the comma may begin one in the middle of ours,
    so what follows a separator or a quotation mark counts as a beginning, too.
    """
    safe: list[str] = []
    beginning = True
    for letter in cell:
        if beginning and letter in _BEGINS_FORMULA:
            safe.append("'")
        safe.append(letter)
        beginning = letter in _SEPARATORS or (beginning and letter.isspace())
    return "".join(safe)


class _Csv:
    """CSV as RFC 4180 has it, with the mark by which Excel knows UTF-8."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self._text = io.TextIOWrapper(self._bytes, encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._text, quoting=csv.QUOTE_ALL)

    def write(self, cells: Sequence[str]) -> None:
        self._csv.writerow(map(harmless, cells))

    def finished(self) -> bytes:
        self._text.flush()
        return self._bytes.getvalue()


class _Xlsx:
    """XLSX in which every cell is a text: none is read as a formula, a link or a number."""

    def __init__(self) -> None:
        from xlsxwriter import Workbook

        self._bytes = io.BytesIO()
        self._book = Workbook(self._bytes, {"constant_memory": True})
        self._sheet = self._book.add_worksheet("Invitations")
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, len(COLUMNS) - 1, _WIDTH)
        self._row = 0

    def write(self, cells: Sequence[str]) -> None:
        for column, cell in enumerate(cells):
            self._sheet.write_string(self._row, column, cell)
        self._row += 1

    def finished(self) -> bytes:
        self._book.close()
        return self._bytes.getvalue()
