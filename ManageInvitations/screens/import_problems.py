"""What is wrong with the rows of a file, in words that the page has in the reader's language."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from shared.domain.addresses import ENTRA_SIGNS
from shared.domain.sentence import Sentence
from shared.usecases.imports.model import Fate, Lot, Problem, Row

# Rows with problems that the page lists; the result file has them all.
MOST_LISTED = 200
_SAMPLE = 3
_NOTHING = Sentence("")
_SIGNS = re.compile(re.escape(ENTRA_SIGNS).replace(re.escape("%(signs)s"), "(?P<signs>.+)"))
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
    detail: Sentence


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
        return (Told("", "", "blocked", _NOTHING),)
    return tuple(map(told, row.problems))


def told(problem: Problem) -> Told:
    """Return a problem with its code: `twin` has the other row's number as its detail."""
    detail = problem.detail
    if detail.startswith("is in row "):
        return Told(problem.column, problem.heading, "twin", Sentence(detail.split()[3]))
    code = next((code for words, code in _CODES.items() if words in detail), "")
    if not code:
        code = "address" if "@" in detail or "email" in detail.lower() else "other"
    kept = _sentence(detail) if code in {"address", "address-entra", "other"} else _NOTHING
    return Told(problem.column, problem.heading, code, kept)


def _sentence(detail: str) -> Sentence:
    """Return what a row was refused with as the sentence that it was made of."""
    found = _SIGNS.fullmatch(detail)
    return Sentence(ENTRA_SIGNS, {"signs": found["signs"]}) if found else Sentence(detail)
