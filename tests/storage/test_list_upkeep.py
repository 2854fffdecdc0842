"""A list that a crash left behind is put right, wherever it was cut off."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from shared.domain.errors import Unavailable
from shared.domain.invitation import Event, Invitation, State
from shared.outer.invitation_table import InvitationTable
from shared.outer.listing import upkeep
from shared.outer.tables import Table
from shared.outer.transaction import Operation
from shared.usecases.listing import Filters
from tests.samples import NOW, invitation
from tests.storage.lists import Lists, lists

CREATED = Event("InvitationCreated", NOW, "tamer@gfms.example")
SENT = Event("InvitationSent", NOW, "SendInvitation")


class Cut(Exception):
    """The process ended here."""


@pytest.fixture
async def ours(azurite: str) -> AsyncIterator[Lists]:
    """A list of its own; its tables' rows are changed now, so that is the time."""
    async with lists(azurite) as one:
        yield one


def made(number: int = 0) -> Invitation:
    return invitation(organisation="GFMS", created=NOW - timedelta(minutes=number))


async def cut(*_: object) -> None:
    raise Cut


async def test_a_change_that_was_not_noted_is_found(
    ours: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = await ours.store.add(made(), CREATED)
    await ours.store.enlist(stored)
    await ours.upkeep.run()
    with monkeypatch.context() as patched:
        patched.setattr(ours.listing.notes, "add", cut)
        with pytest.raises(Cut):
            await ours.store.save(stored.to(State.SENT), SENT)
    assert [line.state for line in await ours.all("GFMS")] == ["queued"]
    await ours.upkeep.run()
    assert [line.state for line in await ours.all("GFMS")] == ["queued"], "it is not time yet"
    ours.now += upkeep.EVERY
    await ours.upkeep.run()
    assert [line.state for line in await ours.all("GFMS")] == ["sent"]
    assert (await ours.counts("GFMS"))["sent"] == 1


async def test_an_outage_of_the_list_does_not_stop_a_change(
    ours: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_: object) -> None:
        raise Unavailable("storage", 1)

    stored = await ours.store.add(made(), CREATED)
    monkeypatch.setattr(ours.listing.notes, "add", down)
    sent = await ours.store.save(stored.to(State.SENT), SENT)
    assert await ours.store.get(stored.id) == sent


async def test_what_was_there_before_the_list_comes_in(
    ours: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_SOME", 7)
    before = InvitationTable(ours.invitations, ours.index)
    everything = [made(number) for number in range(20)] + [invitation() for _ in range(3)]
    for one in everything:
        await before.add(one, CREATED)
    assert await ours.all("") == []
    await ours.upkeep.run()
    assert await ours.ids("GFMS") == [one.id for one in everything[:20]]
    assert len(await ours.all("")) == 23
    blocks = await ours.listing.notes.branch("GFMS")
    ours.now += upkeep.EVERY
    await ours.upkeep.run()
    assert (await ours.listing.notes.branch("GFMS")).root == blocks.root, "nothing had changed"


@pytest.mark.parametrize("after", range(4))
async def test_a_folding_that_is_cut_off_anywhere_is_done_again(
    ours: Lists, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    everything = [made(number) for number in range(150)]
    await ours.listing.note(*everything[:20])
    await ours.listing.fold()
    changed = [one.having(state=State.SENT, revision=1) for one in everything[:20]]
    await ours.listing.note(*changed, *everything[20:])
    writes, write = 0, Table.write

    async def until_cut(self: Table, operations: Sequence[Operation]) -> object:
        nonlocal writes
        writes += 1
        if writes > after:
            raise Cut
        return await write(self, operations)

    with monkeypatch.context() as patched:
        patched.setattr(Table, "write", until_cut)
        with pytest.raises(Cut):
            await ours.another().fold()
    ids = [one.id for one in everything]
    assert await ours.ids("GFMS") == ids
    assert await ours.ids("GFMS", Filters(state="sent")) == ids[:20]
    await ours.listing.fold()
    assert await ours.ids("GFMS") == ids
    assert await ours.ids("GFMS", Filters(state="sent")) == ids[:20]
    assert not (await ours.listing.notes.branch("GFMS")).notes


async def test_blocks_that_nobody_needs_are_swept(
    ours: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ours.listing.note(*(made(number) for number in range(30)))
    await ours.listing.fold()
    await ours.listing.note(*(made(-number) for number in range(1, 30)))
    with monkeypatch.context() as patched:
        patched.setattr(ours.listing, "_turn", cut)
        with pytest.raises(Cut):
            await ours.listing.fold()
    assert len(await names(ours)) == 4
    await ours.listing.sweep(NOW - timedelta(days=9999))
    assert len(await names(ours)) == 4, "they are too young"
    await ours.listing.sweep(NOW + timedelta(days=9999))
    assert len(await names(ours)) == 2
    assert len(await ours.all("GFMS")) == 59


async def test_a_reader_whose_block_was_cleared_away_begins_anew(ours: Lists) -> None:
    reader = ours.another()
    await ours.listing.note(*(made(number) for number in range(5)))
    await ours.listing.fold()
    stale = await reader.notes.branch("GFMS")
    for revision in (1, 2, 3):
        await ours.listing.note(made(9), made(10).having(revision=revision))
        await ours.listing.fold()
    fresh, branch = reader.notes.branch, [stale]

    async def first_stale(organisation: str) -> object:
        return branch.pop() if branch else await fresh(organisation)

    reader.notes.branch = first_stale  # type: ignore[method-assign,assignment]
    page = await reader.page("GFMS", Filters(), continuation="", size=50)
    assert len(page.items) == 11


async def names(ours: Lists) -> list[str]:
    return [
        row["PartitionKey"]
        async for row in ours.blocks.where("RowKey eq 'block'", ["PartitionKey"])
    ]
