"""Imports that name people, on a table."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shared.domain.invitation import Person
from shared.outer.import_table import ImportTable
from shared.usecases.create_invitation import InviteGuest
from shared.usecases.imports.model import Import, Lot, Row, Stage, counted
from tests.samples import NOW

TAMER = "tamer@gfms.example"


def ready(number: int, email: str, **changed: Any) -> Row:
    """Return a row that waits to be invited; `changed` is of what is asked for."""
    fields: dict[str, Any] = {
        "guest": Person("Somebody", email),
        "inviter": Person("Mohamed-Nour, Tamer", TAMER),
        "organisation": "GFMS",
        "language": "en",
    } | changed
    return Row(number, email, "Somebody", command=InviteGuest(**fields))


async def have(
    imports: ImportTable,
    lots: Sequence[Sequence[Row]],
    *,
    stage: Stage = Stage.PREVIEWED,
    at: datetime = NOW,
    done: bool = False,
    inviter: str = TAMER,
) -> Import:
    """Store an import that was made, and confirmed unless it is a preview, at that time."""
    made = Import(
        id=str(uuid.uuid4()),
        organisation="GFMS",
        by=inviter,
        inviter=inviter,
        created=at,
        lots=len(lots),
        previewed=counted(row for rows in lots for row in rows),
        stage=stage,
        confirmed=None if stage is Stage.PREVIEWED else at,
        read_as={"name": f"guests of {inviter}.csv", "unknownColumns": []},
    )
    kept = [Lot(made.id, number, tuple(rows), done) for number, rows in enumerate(lots)]
    return await imports.add(made, kept)
