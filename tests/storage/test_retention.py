"""What is kept only for a while goes: imports, Idempotency-Keys, drafts of e-mails."""

import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, cast

import pytest
from azure.data.tables.aio import TableClient

from shared.domain.caller import Caller
from shared.domain.errors import InvitationNotFound
from shared.domain.invitation import EmailFate, Event, Invitation, State
from shared.domain.keys import organisation_key
from shared.domain.letter import Kind, letter_id, letter_to
from shared.outer.draft_table import DraftTable
from shared.outer.invitation_table import InvitationTable
from shared.outer.kept_imports import KeptImportTable
from shared.outer.key_rows import KeyTable
from shared.outer.life_table import LifeTable
from shared.outer.storage import client_options
from shared.outer.tables import Table
from shared.usecases.clear_drafts import clear_drafts
from shared.usecases.forget_keys import forget_keys
from shared.usecases.imports.confirm import read_import
from shared.usecases.imports.keeping import erase_imports
from shared.usecases.imports.model import Stage
from tests.samples import NOW, invitation
from tests.storage.dying import Died, Dying, Fuse
from tests.storage.kept import have, ready
from tests.unit.fakes import Clock

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
PERIOD = 30 * DAY
CREATED = Event("InvitationCreated", NOW, "tamer@gfms.example")
ADMIN = Caller("admin@gfms.example", admin=True)


@pytest.fixture
async def raw(azurite: str) -> AsyncIterator[Table]:
    """A table that is not there yet."""
    name = f"T{uuid.uuid4().hex}"
    table = Table(TableClient.from_connection_string(azurite, name, **client_options()))
    yield table
    await table.close()


@pytest.fixture
def imports(raw: Table) -> KeptImportTable:
    return KeptImportTable(raw)


@pytest.fixture
def life(tables: dict[str, TableClient]) -> LifeTable:
    return LifeTable(Table(tables["Invitations"]), Table(tables["InvitationIndex"]))


async def retain(
    imports: KeptImportTable, after: timedelta, period: timedelta = PERIOD, most: int = 20
) -> int:
    return await erase_imports(imports=imports, clock=lambda: NOW + after, period=period, most=most)


async def left(raw: Table) -> int:
    return len([row async for row in raw.where("PartitionKey gt ''", ["RowKey"])])


@pytest.mark.parametrize("period", [timedelta(), PERIOD])
async def test_a_preview_that_nobody_confirmed_goes_after_two_days(
    imports: KeptImportTable, raw: Table, period: timedelta
) -> None:
    made = await have(imports, [[ready(2, "a@b.example")], [ready(3, "c@b.example")]])
    assert await retain(imports, 2 * DAY, period) == 0
    assert (await read_import(made.id, ADMIN, imports=imports))[0] == made
    assert await retain(imports, 2 * DAY + SECOND, period) == 1
    assert await left(raw) == 0
    with pytest.raises(InvitationNotFound):
        await read_import(made.id, ADMIN, imports=imports)


@pytest.mark.parametrize(
    ("stage", "done", "after"),
    [
        (Stage.CONFIRMED, True, PERIOD),
        (Stage.CONFIRMED, False, PERIOD + 7 * DAY),
        (Stage.FAILED, False, PERIOD + 7 * DAY),
    ],
)
async def test_an_import_is_kept_for_the_operators_period(
    imports: KeptImportTable, raw: Table, stage: Stage, done: bool, after: timedelta
) -> None:
    rows = [[ready(2, "a@b.example")], [ready(3, "c@b.example")]]
    await have(imports, rows, stage=stage, done=done)
    assert await retain(imports, 9999 * DAY, timedelta()) == 0, "no period keeps everything"
    assert await retain(imports, after) == 0
    assert await left(raw) == 3
    assert await retain(imports, after + SECOND) == 1
    assert await left(raw) == 0


async def test_a_run_is_bounded_and_the_next_goes_on(imports: KeptImportTable, raw: Table) -> None:
    for _ in range(3):
        await have(imports, [[ready(2, "a@b.example")]])
    kept = await have(imports, [[ready(2, "a@b.example")]], at=NOW + 3 * DAY)
    assert [await retain(imports, 3 * DAY, most=2) for _ in range(3)] == [2, 1, 0]
    assert await left(raw) == 2
    assert await imports.get(kept.id) == kept


async def test_the_largest_import_goes_whole(imports: KeptImportTable, raw: Table) -> None:
    await have(imports, [[ready(2, "a@b.example")]] * 101)
    assert await retain(imports, 3 * DAY) == 1
    assert await left(raw) == 0


# Read; how far it is; close; find the lots; delete them; delete the import.
ERASE_CALLS = 6


@pytest.mark.parametrize("at", range(1, ERASE_CALLS + 1))
async def test_an_erasure_that_was_cut_off_is_finished_by_the_next(
    imports: KeptImportTable, raw: Table, at: int
) -> None:
    made = await have(imports, [[ready(2, "a@b.example")]], stage=Stage.CONFIRMED, done=True)
    fuse = Fuse(at)
    dying = KeptImportTable(cast("Table", _Dying(raw, fuse)))
    with pytest.raises(Died):
        await retain(dying, PERIOD + DAY)
    if at > 2:
        with pytest.raises(InvitationNotFound):
            await read_import(made.id, ADMIN, imports=imports)
    await retain(imports, PERIOD + DAY)
    assert await left(raw) == 0


class _Dying(Dying):
    """Queries do not count: nothing is done by them."""

    def where(self, *args: Any, **named: Any) -> Any:
        return self._inner.where(*args, **named)


async def test_a_key_is_known_for_a_day(
    store: InvitationTable, tables: dict[str, TableClient]
) -> None:
    index = Table(tables["InvitationIndex"])
    keys, clock = KeyTable(index), Clock()
    long_ago = NOW - 500 * DAY  # nobody else's are as old
    first, other = (invitation(created=long_ago + n * DAY) for n in (0, 1))
    for draft in (first, other):
        await store.claim(draft, fingerprint="f", idempotency_key="k", now=draft.created)
    clock.now = first.created + DAY
    assert await forget_keys(keys=keys, clock=clock) == 0
    clock.advance(seconds=1)
    assert await forget_keys(keys=keys, clock=clock) == 1

    async def kinds(draft: Invitation) -> list[str]:
        rows = await index.rows(organisation_key(draft.organisation), "a", "z")
        return [row["RowKey"].partition("_")[0] for row in rows]

    assert await kinds(first) == ["email"], "the address stays held"
    assert await kinds(other) == ["email", "key"]


async def test_keys_are_forgotten_in_bounded_runs(
    store: InvitationTable, tables: dict[str, TableClient]
) -> None:
    old = NOW - 900 * DAY
    draft = invitation(created=old)
    for number in range(5):
        again = invitation(created=old, organisation=draft.organisation)
        await store.claim(again, fingerprint="f", idempotency_key=f"k{number}", now=old)
    keys, clock = KeyTable(Table(tables["InvitationIndex"])), Clock(old + 2 * DAY)
    assert [await forget_keys(keys=keys, clock=clock, most=3) for _ in range(3)] == [3, 2, 0]


async def test_a_draft_is_forgotten_a_week_after_it_was_sent(
    raw: Table, store: InvitationTable, life: LifeTable
) -> None:
    clock = Clock()
    drafts = DraftTable(raw, clock)
    waiting, sent, mailing = (invitation() for _ in range(3))
    waiting = waiting.having(operation_id=letter_id(waiting.id, str(uuid.uuid4())))
    sent = sent.having(
        operation_id=letter_id(sent.id, str(uuid.uuid4())), state=State.SENT, email=EmailFate.SENT
    )
    letters = [letter_to(Kind.WELCOME, mailing, str(uuid.uuid4()), NOW) for _ in range(2)]
    letters[1] = letters[1].having(fate=EmailFate.SENT)
    for one in (waiting, sent):
        await store.add(one, CREATED)
    await store.save(await store.add(mailing, CREATED), None, *letters)
    kept = [waiting.operation_id, letters[0].id]
    gone = [sent.operation_id, letters[1].id, str(uuid.uuid4())]
    for operation in (*kept, *gone):
        await drafts.put(operation, "draft")
    clock.advance(days=7)
    assert await clear_drafts(drafts=drafts, life=life, clock=clock) == 0
    clock.advance(seconds=1)
    assert await clear_drafts(drafts=drafts, life=life, clock=clock, most=5) == len(gone)
    assert [await drafts.get(one) for one in kept] == ["draft"] * 2
    assert [await drafts.get(one) for one in gone] == [""] * 3
