"""People in imports: told everything that is there of them, and taken out without a trace."""

import dataclasses
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest
from azure.data.tables.aio import TableClient

from shared.domain.company import CompanyData
from shared.domain.errors import LostRace, Unavailable
from shared.domain.invitation import Person
from shared.outer.kept_imports import KeptImportTable
from shared.outer.storage import client_options
from shared.outer.tables import Table
from shared.usecases.imports.model import Fate, Problem, Row, Stage, counted
from shared.usecases.imports.people import erase_from_imports, export_from_imports
from shared.usecases.imports.ports import ImportTask
from shared.usecases.imports.work import Working
from tests.samples import LIFETIME, NOW
from tests.storage.kept import TAMER, have, ready
from tests.unit.fakes import ERASER
from tests.unit.screens.fake_imports import FakeImportQueue, FakeMany

# The names of the ports' parameters are those that the app calls them with.
# ruff: noqa: ARG002

WILLY = "willy@urs.example"
OF_WILLY = Person("Willy URS", WILLY.upper())
COMPANY = CompanyData(legalName="URS", contactName="Willy", contactEmail="Willy@urs.example")
WRONG = Row(
    7, f" {WILLY.upper()}", "Willy URS", Fate.REFUSED, (Problem("A", "email", "is in row 2"),)
)
QUOTED = Row(8, f"Eva <{WILLY}", "Eva", Fate.REFUSED, (Problem("A", "email", f"{WILLY} is none"),))


@pytest.fixture
async def imports(azurite: str) -> AsyncIterator[KeptImportTable]:
    name = f"T{uuid.uuid4().hex}"
    table = Table(TableClient.from_connection_string(azurite, name, **client_options()))
    yield KeptImportTable(table)
    await table.close()


async def erase(
    imports: KeptImportTable, address: str = WILLY, most: int = 100
) -> tuple[list[str], bool]:
    return await erase_from_imports(address, imports=imports, eraser=ERASER, most=most)


async def everything(imports: KeptImportTable, import_id: str) -> str:
    lots = [lot.rows async for lot in imports.lots(import_id)]
    return repr((await imports.get(import_id), lots)).lower()


async def test_a_guest_is_told_and_taken_out_whatever_became_of_the_row(
    imports: KeptImportTable,
) -> None:
    waits = ready(2, WILLY, guest=OF_WILLY, company=COMPANY, message="Hello Willy")
    ended = [ready(9, WILLY).ended(fate, "an-id") for fate in (Fate.INVITED, Fate.BLOCKED)]
    eva = ready(3, "eva@kunde.example")
    made = await have(imports, [[waits, eva], [WRONG, *ended]])
    await have(imports, [[eva]])
    (told,) = await export_from_imports(WILLY, imports)
    assert (told["importId"], told["inviter"], told["file"]) == (made.id, False, "")
    assert [row["result"] for row in told["rows"]] == ["ready", "refused", "invited", "blocked"]
    assert told["rows"][0]["company"]["contactName"] == "Willy"
    assert told["rows"][0]["message"] == "Hello Willy"
    assert TAMER not in repr(told)
    assert "eva" not in repr(told)
    assert await erase(imports) == ([made.id], False)
    kept = await everything(imports, made.id)
    assert [secret for secret in ("willy", "urs.example") if secret in kept] == []
    first, second = [lot.rows async for lot in imports.lots(made.id)]
    assert first[0] == Row(2, ERASER.pseudonym(WILLY), "", Fate.REFUSED)
    assert first[1] == eva
    assert [(row.fate, row.invitation_id) for row in second] == [
        (Fate.REFUSED, ""), (Fate.INVITED, "an-id"), (Fate.BLOCKED, "an-id"),
    ]  # fmt: skip
    progress = await imports.progress(made.id)
    assert progress.counts == counted([*first, *second])
    assert await erase(imports) == ([], False)
    assert await export_from_imports(WILLY, imports) == []


async def test_in_others_rows_a_pseudonym_takes_the_place(imports: KeptImportTable) -> None:
    rows = [
        ready(2, "eva@kunde.example", company=COMPANY, message=f"Ask {WILLY}", by=WILLY),
        QUOTED,
    ]
    made = await have(imports, [rows])
    (told,) = await export_from_imports(WILLY, imports)
    assert told["rows"] == [], "nothing about others"
    await erase(imports)
    assert WILLY not in await everything(imports, made.id)
    lot = await imports.lot(made.id, 0)
    assert lot is not None
    command = lot.rows[0].command
    assert command is not None
    assert command.guest.email == "eva@kunde.example"
    assert (command.company.legalName, command.company.contactName) == ("URS", "")
    assert command.message == f"Ask {ERASER.pseudonym(WILLY)}"


async def test_an_inviter_is_told_and_taken_out_and_the_guests_stay(
    imports: KeptImportTable,
) -> None:
    row = ready(2, "eva@kunde.example", message="Hello")
    made = await have(imports, [[row]], inviter=TAMER.upper())
    (told,) = await export_from_imports(TAMER, imports)
    assert (told["inviter"], told["file"]) == (True, f"guests of {TAMER.upper()}.csv")
    assert await erase(imports, TAMER) == ([made.id], False)
    kept = await everything(imports, made.id)
    assert [secret for secret in ("tamer", "mohamed", "hello") if secret in kept] == []
    lot = await imports.lot(made.id, 0)
    assert lot is not None
    command = lot.rows[0].command
    assert command is not None
    assert command.inviter == Person("GFMS", ERASER.pseudonym(TAMER))
    assert (lot.rows[0].fate, command.guest.email) == (Fate.READY, "eva@kunde.example")


async def test_more_than_a_call_can_do_goes_on_in_the_next(imports: KeptImportTable) -> None:
    made = await have(imports, [[ready(2, WILLY)]] * 5)
    more = [(await erase(imports, most=2))[1] for _ in range(3)]
    assert more == [True, True, False]
    assert WILLY not in await everything(imports, made.id)


class _Late(KeptImportTable):
    """Somebody else changes a lot before it is saved."""

    rival: Any = None

    async def save_lot(self, lot: Any) -> None:
        rival, self.rival = self.rival, None
        if rival is not None:
            await super().save_lot(rival)
        await super().save_lot(lot)


async def test_what_changes_meanwhile_is_read_again(imports: KeptImportTable) -> None:
    made = await have(imports, [[ready(2, WILLY)]])
    lot = await imports.lot(made.id, 0)
    assert lot is not None
    late = _Late(imports._table)
    done = tuple(row.ended(Fate.INVITED, "an-id") for row in lot.rows)
    late.rival = dataclasses.replace(lot, rows=done, done=True)
    await erase(late)
    again = await imports.lot(made.id, 0)
    assert again is not None
    assert (again.done, again.rows[0].fate) == (True, Fate.INVITED)
    assert WILLY not in repr(again.rows)


class _Many(FakeMany):
    """Remembers who was invited; a person is taken out while the first lot is worked on."""

    def __init__(self, imports: KeptImportTable) -> None:
        super().__init__()
        self.imports = imports
        self.made: list[str] = []
        self.erased = False

    async def claim(self, drafts: Any, now: object) -> dict[str, str]:
        if not self.erased:
            self.erased = True
            await erase(self.imports)
        return {}

    async def add(self, invitations: Any, event: object) -> None:
        self.made += [one.guest.email for one in invitations]


class _Sender:
    async def send_many(self, *_: object) -> None:
        """There is nothing to send."""


async def test_an_import_under_way_goes_on_without_the_person(imports: KeptImportTable) -> None:
    rows = [ready(2, WILLY), ready(3, "eva@kunde.example")]
    made = await have(imports, [rows], stage=Stage.CONFIRMED)
    queue, many = FakeImportQueue(), _Many(imports)
    working = Working(imports, many, queue, _Sender(), lambda: NOW, LIFETIME)
    await working.go_on(ImportTask(made.id))
    assert [task.import_id for task in queue.tasks] == [made.id], "it is taken up again"
    many.made.clear()
    await working.go_on(queue.tasks.pop())
    assert many.made == ["eva@kunde.example"]
    assert queue.tasks == []
    assert (await imports.progress(made.id)).lots_done == 1
    assert WILLY not in await everything(imports, made.id)


async def test_who_always_comes_too_late_is_told_to_try_again(imports: KeptImportTable) -> None:
    await have(imports, [[ready(2, WILLY)]])

    class Losing(KeptImportTable):
        async def save_lot(self, lot: Any) -> None:
            raise LostRace

    with pytest.raises(Unavailable):
        await erase(Losing(imports._table))
