"""Imports as systems read them, and their result as a file."""

import csv
import io
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict
from typing import Any

from shared.domain.harmless_cell import harmless
from shared.usecases.imports.model import Counts, Fate, Import, Lot, Progress, Row, Stage
from shared.web.problems import link_of

# Rows with problems that a preview lists; the result file has them all.
MOST_LISTED = 1000
_HEADINGS = ("row", "email", "name", "result", "link", "reason")


def import_members(import_: Import, progress: Progress | None = None) -> dict[str, Any]:
    """Return the import; before it is confirmed, its counts are those of the preview."""
    counts = progress.counts if progress is not None else import_.previewed
    members: dict[str, Any] = {
        "importId": import_.id,
        "stage": import_.stage.value,
        "organisation": import_.organisation,
        "by": import_.by,
        "created": import_.created.isoformat(),
        "confirmed": import_.confirmed.isoformat() if import_.confirmed else None,
        "rows": counts.rows,
        "counts": _counts(counts),
        "file": import_.read_as,
    }
    if import_.stage is not Stage.PREVIEWED:
        members["progress"] = {
            "done": counts.rows - counts.ready,
            "of": counts.rows,
        }
    if import_.failure:
        members["failure"] = import_.failure
    return members


def preview_members(import_: Import, rows: Iterable[Row]) -> dict[str, Any]:
    """Return the preview: what would be sent to how many, and every problem at its place."""
    told = [row for row in rows if row.fate is not Fate.READY]
    return import_members(import_) | {
        "problems": [_told(row) for row in told[:MOST_LISTED]],
        "problemsLeftOut": max(len(told) - MOST_LISTED, 0),
    }


def row_members(row: Row) -> dict[str, Any]:
    """Return a row of the result."""
    linked = row.fate in {Fate.INVITED, Fate.ALREADY}
    return {
        "row": row.number,
        "email": row.email,
        "name": row.name,
        "result": row.fate.value,
        "link": link_of(row.invitation_id) if linked else "",
        "reason": _reason(row),
    }


async def result_rows(lots: AsyncIterator[Lot]) -> list[dict[str, Any]]:
    """Return all rows of the result, in the order of the file."""
    return [row_members(row) async for lot in lots for row in lot.rows]


def result_csv(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return the result as a file that spreadsheets open and do not work out."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_HEADINGS)
    for row in rows:
        writer.writerow([harmless(str(row[name])) for name in _HEADINGS])
    return written.getvalue().encode("utf-8-sig")


def _told(row: Row) -> dict[str, Any]:
    members = {"row": row.number, "email": row.email, "result": row.fate.value}
    if row.invitation_id:
        return members | {"invitation": link_of(row.invitation_id)}
    return members | {"problems": [asdict(problem) for problem in row.problems]}


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


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "ready": counts.ready,
        "invited": counts.invited,
        "alreadyInvited": counts.already,
        "blocked": counts.blocked,
        "refused": counts.refused,
    }
