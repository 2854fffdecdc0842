"""Look at a file of invitations: nothing is sent, and nothing is held.

The rows are kept for a day, in lots, with the ids that their invitations will have: confirming
needs no second upload, which a browser could not make by itself, it accepts the very rows that were
looked at, and whatever crashes later finds the same ids again.
"""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from shared.domain.addresses import address_hash
from shared.usecases.create_invitation import fingerprint_of
from shared.usecases.imports.model import (
    LOT,
    Fate,
    Import,
    Lot,
    Problem,
    Row,
    counted,
)
from shared.usecases.imports.ports import ImportStore, ManyInvitations

_PREFIX = 3  # of an id: the partition that a lot shares (design.md, Storage)


async def preview_import(
    rows: Iterable[Row],
    *,
    organisation: str,
    by: str,
    inviter: str,
    read_as: dict[str, Any],
    imports: ImportStore,
    many: ManyInvitations,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> tuple[Import, tuple[Row, ...]]:
    """Return the stored preview and all its rows; raise Unavailable."""
    judged = _without_twins(rows)
    ready = {row.email: row.command for row in judged if row.command is not None}
    blocked = await many.blocked(organisation, ready)
    prints = {
        email: fingerprint_of(command) for email, command in ready.items() if command is not None
    }
    invited = await many.invited(organisation, prints, clock())
    judged = [_known(row, blocked, invited) for row in judged]
    lots = _lots(new_id(), judged, new_id)
    import_ = Import(
        id=lots[0].import_id,
        organisation=organisation,
        by=by,
        inviter=inviter,
        created=clock(),
        lots=len(lots),
        previewed=counted(judged),
        read_as=read_as,
    )
    return await imports.add(import_, lots), tuple(judged)


def _without_twins(rows: Iterable[Row]) -> list[Row]:
    """Return the rows, each address but the first time refused."""
    first: dict[str, int] = {}
    judged = []
    for row in rows:
        if row.command is not None and first.setdefault(row.email, row.number) != row.number:
            problem = Problem("", "email", f"is in row {first[row.email]} already")
            row = dataclasses.replace(row.ended(Fate.REFUSED), problems=(problem,))
        judged.append(row)
    return judged


def _known(row: Row, blocked: Collection[str], invited: dict[str, str]) -> Row:
    if row.command is None:
        return row
    if address_hash(row.email) in blocked:
        return row.ended(Fate.BLOCKED)
    if row.email in invited:
        return row.ended(Fate.ALREADY, invited[row.email])
    return row


def _lots(import_id: str, rows: Sequence[Row], new_id: Callable[[], str]) -> list[Lot]:
    """Return the rows in lots; the ids of a lot share their beginning and so their partition."""
    lots = []
    for number, start in enumerate(range(0, len(rows), LOT)):
        prefix = new_id()[:_PREFIX]
        kept = tuple(
            dataclasses.replace(row, invitation_id=prefix + new_id()[_PREFIX:])
            if row.command is not None
            else row
            for row in rows[start : start + LOT]
        )
        lots.append(Lot(import_id, number, kept))
    return lots
