"""The audit trail: every event once, newest first, page by page, and after a crash as well."""

import contextlib
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.data.tables.aio import TableServiceClient

from shared.domain.block import Block, Proof
from shared.domain.errors import MalformedRequest, Unavailable
from shared.domain.invitation import Event, Invitation, State
from shared.outer import block_listing, table_pages
from shared.outer.audit import trail, upkeep
from shared.outer.audit.index import AuditIndex
from shared.outer.audit.trail import AuditTrail
from shared.outer.audit.upkeep import AuditUpkeep
from shared.outer.block_listing import BlockListing
from shared.outer.block_table import BlockTable
from shared.outer.invitation_table import InvitationTable
from shared.outer.life_table import LifeTable
from shared.outer.storage import client_options
from shared.outer.tables import Table, update
from shared.usecases.audit import AuditFilters, Recorded
from tests.samples import NOW, invitation

BY = "tamer@gfms.example"


@dataclass
class Trail:
    """A trail of tables that nobody else uses."""

    invitations: Table
    index: Table
    audit: Table

    def __post_init__(self) -> None:
        self.writes = AuditIndex(self.audit)
        self.store = InvitationTable(self.invitations, self.index, None, self.writes)
        self.life = LifeTable(self.invitations, self.index, None, self.writes)
        self.trail = AuditTrail(self.audit, self.invitations)
        self.now = NOW
        self.upkeep = AuditUpkeep(self.invitations, self.writes, lambda: self.now)

    async def made(self, minutes: int = 0, **changed: Any) -> Invitation:
        """Store an invitation of so many minutes ago, and let its sender tell of it."""
        at = NOW - timedelta(minutes=minutes)
        one = invitation(organisation="GFMS", created=at, **changed)
        added = await self.store.add(one, Event("InvitationCreated", at, BY))
        await self.store.enlist(added)
        return added

    async def all(self, **filters: Any) -> list[Recorded]:
        """Return everything, page by page."""
        found: list[Recorded] = []
        continuation = ""
        while True:
            page = await self.trail.page(AuditFilters(**filters), continuation=continuation)
            found += page.items
            continuation = page.continuation
            if not continuation:
                return found

    async def kinds(self, **filters: Any) -> list[str]:
        """Return what happened, newest first."""
        return [one.event.kind for one in await self.all(**filters)]


@pytest.fixture
async def ours(azurite: str) -> AsyncIterator[Trail]:
    async with TableServiceClient.from_connection_string(azurite, **client_options()) as service:
        names = [f"A{uuid.uuid4().hex}" for _ in range(3)]
        yield Trail(*(Table(service.get_table_client(name)) for name in names))
        for name in names:
            with contextlib.suppress(ResourceNotFoundError):
                await service.delete_table(name)


def happened(kind: str, minutes: int = 0, by: str = BY) -> Event:
    return Event(kind, NOW - timedelta(minutes=minutes), by, {"code": "x"})


async def test_what_is_stored_is_in_the_trail_newest_first(ours: Trail) -> None:
    assert await ours.all() == []
    first = await ours.made(minutes=60)
    second = await ours.made(minutes=30)
    second = await ours.store.save(second.to(State.SENT), happened("InvitationSent", 20))
    await ours.store.save(first.to(State.REVOKED), happened("InvitationRevoked", 10))
    found = await ours.all()
    assert [(one.invitation_id, one.event.kind) for one in found] == [
        (first.id, "InvitationRevoked"),
        (second.id, "InvitationSent"),
        (second.id, "InvitationCreated"),
        (first.id, "InvitationCreated"),
    ]
    assert found[0].event == happened("InvitationRevoked", 10)
    assert (found[0].guest, found[0].organisation) == (first.guest, "GFMS")


async def test_of_one_moment_the_later_is_first(ours: Trail) -> None:
    one = await ours.made()
    for kind in ("GuestInvited", "InvitationSent"):
        one = await ours.store.save(one, happened(kind))
    assert await ours.kinds() == ["InvitationSent", "GuestInvited", "InvitationCreated"]


async def test_a_change_without_an_event_is_not(ours: Trail) -> None:
    one = await ours.made()
    await ours.store.save(one.having(way="entra"))
    assert await ours.kinds() == ["InvitationCreated"]


async def test_succession_and_erasing_are_in_it_and_no_name_is(ours: Trail) -> None:
    one = await ours.made(minutes=3)
    after = invitation(id=one.id[:3] + str(uuid.uuid4())[3:], created=NOW)
    _, opened = await ours.life.succeed(
        one.to(State.REVOKED, successor=after.id),
        happened("InvitationRevoked", 2),
        after,
        happened("InvitationCreated", 0),
    )
    await ours.store.enlist(opened)
    history = [Event("InvitationCreated", NOW, "x@erased.invalid")]
    erased = Event("InvitationErased", NOW + timedelta(minutes=1), BY)
    await ours.life.rewrite(opened.having(erased=True), erased, history, [])
    assert await ours.kinds() == [
        "InvitationErased",
        "InvitationCreated",
        "InvitationRevoked",
        "InvitationCreated",
    ]
    assert [one.event.by for one in await ours.all()][:2] == [BY, "x@erased.invalid"]
    kept = [row async for row in ours.audit.where("kind gt ''", ["PartitionKey", "RowKey", "kind"])]
    assert BY not in str(kept)


async def test_pages_are_whole_and_bounded(ours: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "PAGE", 7)
    # Over three days, so that pages begin and end within days.
    made = [await ours.made(minutes=150 * number) for number in range(25)]
    calls = 0
    page = ours.audit.page

    async def counted(*arguments: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        return await page(*arguments, **more)

    monkeypatch.setattr(ours.audit, "page", counted)
    found = await ours.all()
    assert [one.invitation_id for one in found] == [one.id for one in made]
    assert calls <= 5 * table_pages.MOST_CALLS
    first = await ours.trail.page(AuditFilters(), continuation="")
    assert len(first.items) == 7


async def test_filters(ours: Trail) -> None:
    old = await ours.made(minutes=3 * 24 * 60)
    new = await ours.made(minutes=1)
    await ours.store.save(new.having(way="x"), happened("GuestInvited", 0, "SendInvitation"))
    assert await ours.kinds(kind="GuestInvited") == ["GuestInvited"]
    assert await ours.kinds(who=BY.upper()) == ["InvitationCreated"] * 2
    assert await ours.kinds(who="SendInvitation") == ["GuestInvited"]
    assert await ours.kinds(who="somebody else") == []
    day = date(NOW.year, NOW.month, NOW.day)
    assert [one.invitation_id for one in await ours.all(since=day)] == [new.id] * 2
    until = day - timedelta(days=1)
    assert [one.invitation_id for one in await ours.all(until=until)] == [old.id]
    assert await ours.kinds(since=until, until=until) == []


@pytest.mark.parametrize("text", ["x", "e30", "W10", "eyJQYXJ0aXRpb25LZXkiOiAxfQ", "é", "=" * 9])
async def test_a_continuation_of_nobodys_is_refused(ours: Trail, text: str) -> None:
    await ours.made()
    with pytest.raises(MalformedRequest):
        await ours.trail.page(AuditFilters(), continuation=text)


async def test_what_a_crash_left_out_is_found(ours: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    await ours.upkeep.run()
    one = await ours.made()

    async def down(*_: object) -> None:
        raise Unavailable("storage")

    with monkeypatch.context() as patched:
        patched.setattr(ours.writes, "add", down)
        await ours.store.save(one.to(State.SENT), happened("InvitationSent"))
    assert await ours.kinds() == ["InvitationCreated"]
    await ours.upkeep.run()
    assert await ours.kinds() == ["InvitationCreated"], "it is not time yet"
    ours.now += upkeep.EVERY
    await ours.upkeep.run()
    assert sorted(await ours.kinds()) == ["InvitationCreated", "InvitationSent"]
    ours.now += upkeep.EVERY
    await ours.upkeep.run()
    assert len(await ours.all()) == 2


async def test_what_was_there_before_the_trail_comes_into_it(
    ours: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_SOME", 50)
    before = InvitationTable(ours.invitations, ours.index)
    for number in range(130):
        at = NOW - timedelta(seconds=number)
        await before.add(invitation(created=at), Event("InvitationCreated", at, BY))
    await ours.upkeep.run()
    found = await ours.all()
    assert len(found) == 130
    assert [one.event.at for one in found] == sorted((e.event.at for e in found), reverse=True)


async def test_only_what_changed_since_is_compared(ours: Trail) -> None:
    one = await ours.made()
    await ours.upkeep.run()
    row = await ours.audit.get("compared", "compared")
    # As if it had been compared long after the event.
    late = dict(row) | {"until": NOW + timedelta(days=900)}
    await ours.audit.write([update(late, row.metadata["etag"])])
    await InvitationTable(ours.invitations, ours.index).save(
        one.to(State.SENT), happened("InvitationSent")
    )
    ours.now = NOW + timedelta(days=901)
    await ours.upkeep.run()
    assert await ours.kinds() == ["InvitationCreated"]


async def test_blocks_are_listed_without_whose_they_are(
    ours: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(block_listing, "SIZE", 3)
    blocks, listing = BlockTable(ours.index), BlockListing(ours.index)
    assert await listing.page("") == ([], "")
    for number in range(7):
        await blocks.block(f"{number:040x}", Block("GFMS" if number else "", NOW))
        await blocks.save_proof(f"{number:040x}", Proof("x"), "")
    found: list[Block] = []
    continuation = ""
    while True:
        some, continuation = await listing.page(continuation)
        assert len(some) <= 3
        found += some
        if not continuation:
            break
    assert sorted(one.organisation for one in found) == ["", *["GFMS"] * 6]
    assert {one.since for one in found} == {NOW}
