"""What is wrong with the rows of a file, in words that the page has in the reader's language."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from shared.usecases.imports.model import Fate, Lot, Problem, Row

# Rows with problems that the page lists; the result file has them all.
MOST_LISTED = 200
_SAMPLE = 3
# How the rules of a single invitation, and those of the table, word what is wrong.
_CODES = {
    "may have at most": "too-long",
    "Use at most": "too-long",
    "is missing": "required",
    "must have at least": "required",
    "may not be blank": "required",
    "control or direction": "characters",
    "must be true: an invitation": "send",
    "is not offered; offered are": "language",
    "is not one of the roles": "role",
    "is no ISO 3166-1": "country",
    "is not on the allow-list": "redirect",
    "Microsoft Entra takes no guest": "address-entra",
    "The part before @ may not": "address-entra",
}


@dataclass(frozen=True)
class Told:
    """A problem: at which column, by which code; `detail` is what no code says as well."""

    column: str
    heading: str
    code: str
    detail: str


@dataclass(frozen=True)
class Looked:
    """What the page shows of the rows: those with problems, and the first that are well."""

    refused: tuple[tuple[Row, tuple[Told, ...]], ...] = ()
    first: tuple[Row, ...] = ()


async def looked_at(lots: AsyncIterator[Lot], problems: int, ready: int) -> Looked:
    """Return the first rows of both kinds; no further lot is read once all are found.

    `problems` and `ready` are how many there are.
    """
    wrong: list[Row] = []
    well: list[Row] = []
    wanted, sample = min(problems, MOST_LISTED), min(ready, _SAMPLE)
    async for lot in lots:
        wrong += [row for row in lot.rows if row.fate in {Fate.REFUSED, Fate.BLOCKED}]
        well += [row for row in lot.rows if row.fate is Fate.READY]
        if len(wrong) >= wanted and len(well) >= sample:
            break
    listed = tuple((row, _of_row(row)) for row in wrong[:wanted])
    return Looked(listed, tuple(well[:sample]))


def _of_row(row: Row) -> tuple[Told, ...]:
    if row.fate is Fate.BLOCKED:
        return (Told("", "", "blocked", ""),)
    return tuple(map(told, row.problems))


def told(problem: Problem) -> Told:
    """Return a problem with its code: `twin` has the other row's number as its detail."""
    detail = problem.detail
    if detail.startswith("is in row "):
        return Told(problem.column, problem.heading, "twin", detail.split()[3])
    code = next((code for words, code in _CODES.items() if words in detail), "")
    if not code:
        code = "address" if "@" in detail or "email" in detail.lower() else "other"
    kept = detail if code in {"address", "address-entra", "other"} else ""
    return Told(problem.column, problem.heading, code, kept)
