"""Imports as systems read them, and their result as a file."""

import csv
import io
from collections.abc import AsyncIterator, Iterable
from typing import Any

import msgspec
from msgspec import UNSET

from shared.domain.harmless_cell import harmless
from shared.usecases.imports.model import Counts, Fate, Import, Lot, Progress, Row, Stage
from shared.web.problems import link_of
from shared.web.shapes.imports import (
    ImportCounts,
    ImportProgress,
    Preview,
    ReadAs,
    ResultRow,
    RowProblem,
    ShownImport,
    ToldRow,
)

# Rows with problems that a preview lists; the result file has them all.
MOST_LISTED = 1000
_HEADINGS = ("row", "email", "name", "result", "link", "reason")


def import_shape(import_: Import, progress: Progress | None = None) -> ShownImport:
    """Return the import; before it is confirmed, its counts are those of the preview."""
    return ShownImport(**_members(import_, progress))


def preview_shape(import_: Import, rows: Iterable[Row]) -> Preview:
    """Return the preview: what would be sent to how many, and every problem at its place."""
    told = [row for row in rows if row.fate is not Fate.READY]
    return Preview(
        **_members(import_),
        problems=[_told(row) for row in told[:MOST_LISTED]],
        problemsLeftOut=max(len(told) - MOST_LISTED, 0),
    )


def _members(import_: Import, progress: Progress | None = None) -> dict[str, Any]:
    counts = progress.counts if progress is not None else import_.previewed
    begun = import_.stage is not Stage.PREVIEWED
    return {
        "importId": import_.id,
        "stage": import_.stage.value,
        "organisation": import_.organisation,
        "by": import_.by,
        "created": import_.created.isoformat(),
        "confirmed": import_.confirmed.isoformat() if import_.confirmed else None,
        "rows": counts.rows,
        "counts": _counts(counts),
        "file": msgspec.convert(import_.read_as, ReadAs),
        "progress": ImportProgress(counts.rows - counts.ready, counts.rows) if begun else UNSET,
        "failure": import_.failure or UNSET,
    }


def row_shape(row: Row) -> ResultRow:
    """Return a row of the result."""
    linked = row.fate in {Fate.INVITED, Fate.ALREADY}
    link = link_of(row.invitation_id) if linked else ""
    return ResultRow(row.number, row.email, row.name, row.fate.value, link, _reason(row))


async def result_rows(lots: AsyncIterator[Lot]) -> list[ResultRow]:
    """Return all rows of the result, in the order of the file."""
    return [row_shape(row) async for lot in lots for row in lot.rows]


def result_csv(rows: Iterable[ResultRow]) -> bytes:
    """Return the result as a file that spreadsheets open and do not work out."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_HEADINGS)
    for row in rows:
        writer.writerow([harmless(str(getattr(row, name))) for name in _HEADINGS])
    return written.getvalue().encode("utf-8-sig")


def _told(row: Row) -> ToldRow:
    link = link_of(row.invitation_id) if row.invitation_id else UNSET
    problems = [RowProblem(one.column, one.heading, one.detail) for one in row.problems]
    return ToldRow(
        row.number, row.email, row.fate.value, link, UNSET if row.invitation_id else problems
    )


def _reason(row: Row) -> str:
    match row.fate:
        case Fate.ALREADY:
            return "has an invitation already"
        case Fate.BLOCKED:
            return "does not accept invitations"
        case _:
            return "; ".join(
                f"{one.heading}{f' ({one.column})' if one.column else ''}: {one.detail}"
                for one in row.problems
            )


def _counts(counts: Counts) -> ImportCounts:
    return ImportCounts(
        ready=counts.ready,
        invited=counts.invited,
        alreadyInvited=counts.already,
        blocked=counts.blocked,
        refused=counts.refused,
    )
