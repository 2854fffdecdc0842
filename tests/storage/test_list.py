"""The list while things go on: paging, other processes, other organisations, foreign texts."""

import asyncio
import base64
import itertools
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from shared.domain.errors import MalformedRequest
from shared.domain.invitation import Event, Invitation, State
from shared.outer.listing import list_table
from shared.outer.listing.continuations import Continuations
from shared.usecases.listing import Filters, Listed
from tests.samples import NOW, invitation
from tests.storage.lists import Lists, lists

CREATED = Event("InvitationCreated", NOW, "tamer@gfms.example")


@pytest.fixture
async def ours(azurite: str) -> AsyncIterator[Lists]:
    """A list of its own."""
    async with lists(azurite) as one:
        yield one


def made(number: int, **changed: object) -> Invitation:
    standard = {"organisation": "GFMS", "created": NOW - timedelta(minutes=number)}
    return invitation(**(standard | changed))


async def test_a_line_shows_what_was_stored(ours: Lists) -> None:
    one = made(0, created=NOW + timedelta(microseconds=7), state=State.SENT, revision=1)
    await ours.listing.note(one)
    shown = Listed(
        one.id, one.created, one.expires, "sent", "queued", "en", one.guest.name, one.guest.email,
        one.inviter.name, one.inviter.email, "GFMS", "",
    )  # fmt: skip
    for _ in range(2):
        assert await ours.all("gfms ") == [shown]
        await ours.listing.fold()
    ours.now = one.expires
    assert [line.state for line in await ours.all("GFMS")] == ["expired"]
    assert (await ours.counts("GFMS"))["expired"] == 1


async def test_on_its_last_day_an_open_one_runs_out_to_the_moment(ours: Lists) -> None:
    noon = NOW.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=2)
    ends = [
        *((State.SENT, -24), (State.SENT, 0), (State.QUEUED, 1), (State.SENT, 24)),
        (State.COMPLETED, 0),
    ]
    for number, (state, hours) in enumerate(ends):
        end = noon + timedelta(hours=hours)
        await ours.listing.note(made(number, expires=end, state=state))
    await ours.listing.fold()
    expired = []
    for ours.now in (noon - timedelta(microseconds=1), noon, noon + timedelta(hours=1)):
        counts = await ours.counts("GFMS")
        assert counts["completed"] == 1
        assert counts["sent"] + counts["queued"] + counts["expired"] == 4
        expired.append(counts["expired"])
    assert expired == [1, 2, 3]


async def test_a_new_one_is_listed_at_once_and_once(ours: Lists) -> None:
    stored = await ours.store.add(made(0), CREATED)
    assert await ours.ids("GFMS") == await ours.ids("") == [stored.id]
    assert (await ours.counts("GFMS"))["queued"] == 1
    await ours.store.enlist(stored)
    await ours.store.enlist(stored)
    sent = await ours.store.save(stored.to(State.SENT), Event("InvitationSent", NOW, "x"))
    assert [line.state for line in await ours.all("GFMS")] == ["sent"]
    assert (await ours.counts("GFMS"))["sent"] == 1
    assert [one.id for one in (await ours.another().page(
        "GFMS", Filters(), continuation="", size=5
    )).items] == [sent.id]  # fmt: skip


async def test_paging_while_others_are_made_leaves_none_out_and_doubles_none(ours: Lists) -> None:
    before = [made(number) for number in range(40)]
    await ours.listing.note(*before[:25])
    await ours.listing.fold()
    await ours.listing.note(*before[25:])
    found: list[str] = []
    continuation, number = "", itertools.count(1)
    while True:
        page = await ours.listing.page("GFMS", Filters(), continuation=continuation, size=6)
        found += [line.id for line in page.items]
        # Newer ones come in front, and what is listed already changes and is folded.
        await ours.listing.note(made(-next(number)))
        changed = before[next(number)]
        await ours.listing.note(changed.having(state=State.SENT, revision=next(number)))
        await ours.listing.fold()
        continuation = page.continuation
        if not continuation:
            break
    assert found == [one.id for one in before]


async def test_many_at_once_by_many_processes_are_all_listed(
    ours: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_table, "MANY_NOTES", 5)
    others = [ours.another() for _ in range(4)]
    everything = [made(number) for number in range(60)]

    async def work(number: int) -> None:
        for one in everything[number::4]:
            await others[number].note(one)
            await others[number].page("GFMS", Filters(), continuation="", size=3)
            await others[number].fold()

    await asyncio.gather(*map(work, range(4)))
    assert await ours.ids("GFMS") == [one.id for one in everything]
    await ours.listing.fold()
    assert (await ours.counts("GFMS"))["queued"] == 60
    branch = await ours.listing.notes.branch("GFMS")
    assert not branch.notes


async def test_more_notes_than_fit_a_transaction_are_folded(ours: Lists) -> None:
    everything = [made(number) for number in range(350)]
    await ours.listing.note(*everything)
    # Whoever reads so many folds them.
    assert await ours.ids("GFMS") == [one.id for one in everything]
    assert not (await ours.listing.notes.branch("GFMS")).notes


async def test_another_organisations_lines_are_never_there(ours: Lists) -> None:
    theirs = [invitation(organisation=f"Other {number % 2}") for number in range(9)]
    await ours.listing.note(made(0), *theirs)
    for _ in range(2):
        assert len(await ours.all("GFMS")) == 1
        assert await ours.all("Nobody") == []
        assert len(await ours.all("")) == 10
        assert sum((await ours.counts("Other 0")).values()) == 5
        await ours.listing.fold()


async def test_a_continuation_is_good_for_its_own_list_alone(ours: Lists) -> None:
    await ours.listing.note(*(made(number) for number in range(5)))
    sent = Filters(state="queued")
    page = await ours.listing.page("GFMS", sent, continuation="", size=2)
    good = page.continuation
    raw = base64.urlsafe_b64decode(good + "=" * (-len(good) % 4))
    moved = raw[:-1] + bytes([raw[-1] ^ 1])
    foreign = Continuations(["another secret"]).seal("0", "GFMS", sent)
    for whose, filters, text in [
        ("Other", sent, good),
        ("", sent, good),
        ("GFMS", Filters(), good),
        ("GFMS", Filters(state="queued", search="x"), good),
        ("GFMS", sent, base64.urlsafe_b64encode(moved).decode()),
        ("GFMS", sent, foreign),
        ("GFMS", sent, "x"),
        ("GFMS", sent, "é"),
        ("GFMS", sent, "' or RowKey ge '"),
    ]:
        with pytest.raises(MalformedRequest) as refused:
            await ours.listing.page(whose, filters, continuation=text, size=2)
        assert (refused.value.status, refused.value.pointer) == (400, "/continuation")
    assert len((await ours.listing.page("gfms", sent, continuation=good, size=9)).items) == 3


def test_a_continuation_outlives_a_change_of_keys() -> None:
    old = Continuations(["old"]).seal("0_x", "GFMS", Filters())
    assert Continuations(["new", "old"]).open(old, "GFMS", Filters()) == "0_x"


async def test_one_that_is_deleted_is_gone_for_good(ours: Lists) -> None:
    one, two = made(0), made(1)
    await ours.listing.note(one, two)
    await ours.listing.fold()
    await ours.listing.forget(one)
    for _ in range(2):
        assert await ours.ids("GFMS") == [two.id]
        assert (await ours.counts("GFMS"))["queued"] == 1
        await ours.listing.fold()
    # A change that was stored before is noted late.
    await ours.listing.note(one.having(revision=9))
    await ours.listing.fold()
    assert await ours.ids("GFMS") == [two.id]


async def test_a_page_costs_two_calls_however_many_there_are(ours: Lists) -> None:
    await ours.listing.note(*(made(number) for number in range(2000)))
    await ours.listing.fold()
    fresh, calls = ours.another(), 0
    get, rows = fresh.notes.table.get, fresh.notes.table.rows
    blocks_get = ours.blocks.get

    async def counted(call: object, *given: object) -> object:
        nonlocal calls
        calls += 1
        return await call(*given)  # type: ignore[operator] # whichever call it is

    for table, name, call in [
        (ours.notes, "get", get), (ours.notes, "rows", rows), (ours.blocks, "get", blocks_get),
    ]:  # fmt: skip
        setattr(table, name, lambda *given, call=call: counted(call, *given))
    start = time.monotonic()
    await fresh.page("GFMS", Filters(), continuation="", size=50)
    assert calls == 3, "the root with the notes, a block of summaries, a block of lines"
    await fresh.page("GFMS", Filters(), continuation="", size=50)
    assert calls == 4
    assert (await ours.counts("GFMS", fresh))["queued"] == 2000
    assert calls == 5
    assert time.monotonic() - start < 5


async def test_a_note_that_comes_late_changes_nothing(ours: Lists) -> None:
    one = made(0)
    await ours.listing.note(one, made(1).having(state=State.REVOKED))
    await ours.listing.note(one.having(state=State.SENT, revision=1))
    await ours.listing.fold()
    await ours.listing.note(one)
    for _ in range(2):
        assert await ours.ids("GFMS", Filters(state="queued")) == []
        assert await ours.ids("GFMS", Filters(state="sent")) == [one.id]
        counts = await ours.counts("GFMS")
        assert (counts["queued"], counts["sent"], counts["revoked"]) == (0, 1, 1)
        await ours.listing.fold()
