"""What imports say of one person: exported, and erased (GDPR, articles 15 and 17).

The rows of an import are compressed, so that all of them are read to find somebody: an import is
kept for a while only (`shared/usecases/imports/keeping.py`), and people ask seldom.
"""

import dataclasses
import json
from collections import defaultdict
from dataclasses import asdict
from typing import Any

from shared.domain.company import CompanyData
from shared.domain.erasing import Eraser
from shared.domain.invitation import Person
from shared.usecases.create_invitation import InviteGuest
from shared.usecases.imports.keeping import KeptImports
from shared.usecases.imports.model import Fate, Import, Lot, Problem, Row
from shared.usecases.trying import retry_lost_races


async def export_from_imports(address: str, imports: KeptImports) -> list[dict[str, Any]]:
    """Return the imports that say something of the address, as JSON holds it.

    Of rows that invite others, nothing but that there are such.
    """
    brought = {import_id async for import_id in imports.brought_by(address)}
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    mentioned = set()
    async for lot in imports.lots_naming(address):
        mentioned.add(lot.import_id)
        rows[lot.import_id] += [_told(row) for row in lot.rows if _is_of(row, address)]
    told = []
    for import_id in sorted(brought | mentioned):
        import_ = await imports.get(import_id)
        if import_ is not None:
            told.append(
                {
                    "importId": import_.id,
                    "organisation": import_.organisation,
                    "created": import_.created.isoformat(),
                    "file": str(import_.read_as.get("name", "")) if import_id in brought else "",
                    "inviter": import_id in brought,
                    "rows": rows[import_id],
                }
            )
    return told


def _told(row: Row) -> dict[str, Any]:
    told: dict[str, Any] = {
        "row": row.number,
        "email": row.email,
        "name": row.name,
        "result": row.fate.value,
        "problems": [problem.detail for problem in row.problems],
    }
    if row.command is not None:
        command = row.command
        told |= {"language": command.language, "message": command.message}
        told |= {"company": asdict(command.company)}
    return told


async def erase_from_imports(
    address: str, *, imports: KeptImports, eraser: Eraser, most: int
) -> tuple[list[str], bool]:
    """Return the imports that the person is taken out of, and whether there is more to do.

    A row of the person's own that waits is not invited any more. At most `most` lots are changed.
    Raises Unavailable; what was done until then stays done.
    """
    changed: set[str] = set()
    lots: list[Lot] = []
    async for lot in imports.lots_naming(address):
        lots.append(lot)
        if len(lots) > most:
            break
    for lot in lots[:most]:
        await _clean(lot.import_id, lot.number, address, imports, eraser)
        changed.add(lot.import_id)
    async for import_id in imports.brought_by(address):
        await _without_inviter(import_id, address, imports, eraser)
        changed.add(import_id)
    return sorted(changed), len(lots) > most


@retry_lost_races
async def _clean(
    import_id: str, number: int, address: str, imports: KeptImports, eraser: Eraser
) -> None:
    lot = await imports.lot(import_id, number)
    if lot is not None:
        rows = tuple(row_without(row, address, eraser) for row in lot.rows)
        await imports.save_lot(dataclasses.replace(lot, rows=rows))


@retry_lost_races
async def _without_inviter(
    import_id: str, address: str, imports: KeptImports, eraser: Eraser
) -> None:
    import_ = await imports.get(import_id)
    if import_ is not None:
        await imports.save(_head_without(import_, address, eraser))


def _head_without(import_: Import, address: str, eraser: Eraser) -> Import:
    return import_.having(
        by=eraser.text(import_.by, address),
        inviter=eraser.text(import_.inviter, address),
        # The file's name and headings may be anything.
        read_as=json.loads(eraser.text(json.dumps(import_.read_as), address)),
    )


def row_without(row: Row, address: str, eraser: Eraser) -> Row:
    """Return the row without the person of that address."""
    if _is_of(row, address):
        fate = Fate.REFUSED if row.fate is Fate.READY else row.fate
        id_ = "" if row.fate is Fate.READY else row.invitation_id
        return Row(row.number, eraser.pseudonym(address), "", fate, invitation_id=id_)

    def clean(text: str) -> str:
        return eraser.text(text, address)

    command = row.command
    return dataclasses.replace(
        row,
        email=clean(row.email),
        name=clean(row.name),
        problems=tuple(
            Problem(one.column, clean(one.heading), clean(one.detail)) for one in row.problems
        ),
        command=_command_without(command, address, eraser) if command is not None else None,
    )


def _is_of(row: Row, address: str) -> bool:
    return row.email.strip().lower() == address


def _command_without(command: InviteGuest, address: str, eraser: Eraser) -> InviteGuest:
    """Return what invites somebody else, as `Eraser.without` leaves an invitation."""

    def clean(text: str) -> str:
        return eraser.text(text, address)

    inviter, company = command.inviter, command.company
    ours = inviter.email.lower() == address
    if company.contactEmail.lower() == address:
        company = dataclasses.replace(company, contactName="", contactEmail="")
    name = command.organisation if ours else inviter.name
    return dataclasses.replace(
        command,
        guest=Person(clean(command.guest.name), command.guest.email),
        inviter=Person(clean(name), clean(inviter.email)),
        message="" if ours else clean(command.message),
        company=CompanyData(**{field: clean(text) for field, text in asdict(company).items()}),
        redirect_url=clean(command.redirect_url),
        by=clean(command.by),
    )
