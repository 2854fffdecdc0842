"""Imports as systems read them."""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from shared.usecases.imports.model import Fate, Stage
from shared.web.shapes.common import Id, Link, Moment

ShownStage = Annotated[
    str,
    msgspec.Meta(
        extra_json_schema={"enum": [one.value for one in Stage if one is not Stage.ERASING]}
    ),
]
ShownResult = Annotated[
    str, msgspec.Meta(extra_json_schema={"enum": [fate.value for fate in Fate]})
]


class ImportCounts(msgspec.Struct, frozen=True):
    """How many rows there are of each kind."""

    ready: int
    invited: int
    alreadyInvited: int  # noqa: N815 - the names of the wire
    blocked: int
    refused: int


class UnknownColumn(msgspec.Struct, frozen=True):
    """A column that is left out."""

    column: str
    heading: str


class ReadAs(msgspec.Struct, frozen=True):
    """How the file was read."""

    name: str
    encoding: str
    separator: str
    template: str
    unknownColumns: list[UnknownColumn]  # noqa: N815


class ImportProgress(msgspec.Struct, frozen=True):
    """How many rows are done, of how many."""

    done: int
    of: int


class RowProblem(msgspec.Struct, frozen=True):
    """What is wrong with a row, and in which column of the file."""

    column: str
    heading: str
    detail: str


class ToldRow(msgspec.Struct, frozen=True):
    """A row that would not be sent: the invitation that its address has, or what is wrong."""

    row: int
    email: str
    result: ShownResult
    invitation: Link | UnsetType = UNSET
    problems: list[RowProblem] | UnsetType = UNSET


class ShownImport(msgspec.Struct, frozen=True):
    """An import; before it is confirmed, its counts are those of the preview."""

    importId: Id  # noqa: N815
    stage: ShownStage
    organisation: str
    by: str
    created: Moment
    confirmed: Moment | None
    rows: int
    counts: ImportCounts
    file: ReadAs
    progress: ImportProgress | UnsetType = UNSET
    failure: str | UnsetType = UNSET


class Preview(ShownImport, frozen=True, kw_only=True):
    """What would be sent to how many, and the problems of up to 1,000 rows."""

    problems: list[ToldRow]
    problemsLeftOut: int  # noqa: N815


class ResultRow(msgspec.Struct, frozen=True):
    """What became of a row of the file; `link` is empty where there is no invitation."""

    row: int
    email: str
    name: str
    result: ShownResult
    link: str
    reason: str


class ImportResult(msgspec.Struct, frozen=True):
    """What became of every row."""

    importId: Id  # noqa: N815
    stage: ShownStage
    rows: list[ResultRow]
