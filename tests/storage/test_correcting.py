"""An address is corrected: never two open invitations, none lost, whenever the process dies."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from azure.data.tables.aio import TableClient

from shared.domain.caller import Caller
from shared.domain.errors import AddressAlreadyInvited, InvitationError
from shared.domain.happening import reference
from shared.domain.invitation import OPEN, EmailFate, Event, Invitation, Person, State
from shared.outer.invitation_table import InvitationTable
from shared.outer.tables import Table
from shared.outer.telling_table import Teller, TellingLifeTable
from shared.usecases.accept_invitation import Identity, accept_invitation
from shared.usecases.announce import Desk
from shared.usecases.correct_address import CorrectAddress, correct_address
from shared.usecases.create_invitation import InvitationMade
from shared.usecases.happenings import publish_happening
from shared.usecases.send_invitation import send_invitation
from tests.samples import LIFETIME, NOW, invitation
from tests.storage.dying import Died, Dying, Fuse
from tests.unit.fake_queues import FakeHistory
from tests.unit.fakes import World
from tests.unit.usecases.sending import never, write

ADMIN = Caller("tamer@gfms.example", admin=True)
CREATED = Event("InvitationCreated", NOW, "x")
NEVER = 10**6
# Read; claim; guest; enqueue; announce the e-mail, then the end; both rows. Then the guest of the
# wrong address: read what the directory says, delete, note.
CALLS = 10


def wrong(**changed: object) -> Invitation:
    fields = {"guest_id": "guest-9", "redeem_url": "https://x", "guest_created": True} | changed
    return invitation(state=State.SENT, email=EmailFate.SENT, **fields)


class Office:
    """Corrects addresses on real tables, with everything else faked."""

    def __init__(self, tables: dict[str, TableClient]) -> None:
        self.tables = tables
        self.world = World()
        self.store, self.life = self._stores(Fuse(NEVER))

    def _stores(self, fuse: Fuse) -> tuple[InvitationTable, TellingLifeTable]:
        both = [
            cast("Table", Dying(Table(self.tables[name]), fuse))
            for name in ("Invitations", "InvitationIndex")
        ]
        invitations, index = both
        history = cast("Any", Dying(self.world.history, fuse))
        teller = Teller(lambda: history, self.world.clock)
        life = TellingLifeTable(invitations, index, teller=teller)
        return InvitationTable(invitations, index), life

    async def have(self, one: Invitation) -> Invitation:
        await self.store.claim(one, fingerprint="", idempotency_key="", now=NOW)
        return await self.store.add(one, CREATED)

    async def correct(
        self, one: Invitation, email: str, fuse: Fuse | None = None
    ) -> InvitationMade:
        fuse = fuse or Fuse(NEVER)
        store, life = self._stores(fuse)
        world: Any = self.world
        queue = Dying(world.queue, fuse)
        return await correct_address(
            CorrectAddress(one.id, ADMIN, email),
            store=store,
            life=life,
            blocks=world.blocks,
            directory=cast("Any", Dying(world.directory, fuse)),
            ways=world.ways,
            queue=cast("Any", queue),
            desk=Desk(cast("Any", queue), frozenset(), world.clock, _random),
            clock=self._tick,
            new_id=_random,
            lifetime=LIFETIME,
            delete_guests=True,
        )

    def _tick(self) -> datetime:
        """Return the time, which passes: what is tried again is tried later."""
        self.world.clock.advance(seconds=0.01)
        return self.world.clock()

    async def successors(self, one: Invitation) -> list[Invitation]:
        found = self.tables["Invitations"].query_entities(
            "PartitionKey eq @p and predecessor eq @id",
            parameters={"p": one.id[:3], "id": one.id},
        )
        read = [await self.store.get(row["RowKey"]) async for row in found]
        return [one for one in read if one is not None]

    async def open(self, one: Invitation) -> list[Invitation]:
        """Return those of the invitation and its successors whose links work."""
        first = await self.store.get(one.id)
        assert first is not None
        return [one for one in (first, *await self.successors(one)) if one.state in OPEN]

    async def told(self, one: Invitation) -> list[tuple[object, object]]:
        """Return what other systems hear of the invitation: types and details, in order."""
        world = self.world
        self.world.events.published.clear()
        for happening, _ in world.history.told:
            await publish_happening(
                happening, store=self.store, queue=FakeHistory(), events=world.events,
                source="https://x", clock=world.clock,
            )  # fmt: skip
        published: list[Any] = world.events.published
        named = reference(one.id)
        return [(it["type"], it["data"]["details"]) for it in published if it["subject"] == named]

    async def deliver(self) -> None:
        """Do all that waits in the queue, as long as that takes."""
        queue = self.world.queue
        for _ in range(100):
            waiting, queue.tasks = queue.tasks, []
            if not waiting:
                return
            for task, delay in waiting:
                self.world.clock.now += delay
                if not task.letter:
                    await send_invitation(
                        task, store=self.store, blocks=self.world.blocks,
                        directory=self.world.directory, ways=self.world.ways,
                        mailer=self.world.mailer, queue=queue, compose=write,
                        history=self.world.history,
                        clock=self.world.clock, new_id=_random, hold=never,
                    )  # fmt: skip
        raise AssertionError("the queue is never empty")


def _random() -> str:
    import uuid

    return str(uuid.uuid4())


@pytest.fixture
def office(tables: dict[str, TableClient]) -> Office:
    return Office(tables)


@pytest.mark.parametrize("waits", [False, True])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
async def test_a_crash_loses_nothing_and_leaves_no_two(
    office: Office, at: int, waits: bool
) -> None:
    one = await office.have(wrong())
    right = f"right.{one.id}@urs.example"
    with pytest.raises(Died):
        await office.correct(one, right, Fuse(at))
    assert len(await office.open(one)) == 1, "one link works, whichever"
    stored = await office.successors(one)
    if waits:
        await office.deliver()
        assert len(office.world.mailer.sent) == len(stored), "what is stored arrives by itself"
    again = (await office.correct(one, right)).invitation
    assert [still.id for still in await office.open(one)] == [again.id]
    assert [found.id for found in await office.successors(one)] == [again.id]
    await office.deliver()
    assert [email.to for _, email in office.world.mailer.sent] == [right]
    assert office.world.directory.deleted[:1] == ["guest-9"]
    first = await office.store.get(one.id)
    assert first is not None
    assert (first.state, first.successor) == (State.REVOKED, again.id)
    assert [event.kind for event in await office.store.history(one.id)][:2] == [
        "InvitationCreated",
        "InvitationRevoked",
    ]
    revoked = {"from": "sent", "why": "address-corrected"}
    assert await office.told(one) == [("invitation.revoked", revoked)]
    rival = invitation(organisation=one.organisation, guest=Person("R", right))
    with pytest.raises(AddressAlreadyInvited):
        await office.have(rival)
    await office.have(replace(rival, guest=one.guest))


async def test_every_call_was_tried(office: Office) -> None:
    one, fuse = await office.have(wrong()), Fuse(NEVER)
    await office.correct(one, f"right.{one.id}@urs.example", fuse)
    assert fuse.calls == CALLS


async def test_who_crashed_may_give_another_address_instead(office: Office) -> None:
    one = await office.have(wrong())
    with pytest.raises(Died):
        await office.correct(one, f"first.{one.id}@urs.example", Fuse(4))
    made = await office.correct(one, f"second.{one.id}@urs.example")
    await office.deliver()
    assert [found.id for found in await office.open(one)] == [made.invitation.id]
    assert len(office.world.mailer.sent) == 1


async def test_of_many_at_once_one_successor_is_made(office: Office) -> None:
    one = await office.have(wrong())
    wanted = [f"{number % 3}.{one.id}@urs.example" for number in range(9)]
    outcomes = await asyncio.gather(
        *(office.correct(one, email) for email in wanted), return_exceptions=True
    )
    unforeseen = [
        one
        for one in outcomes
        if isinstance(one, BaseException) and not isinstance(one, InvitationError)
    ]
    assert unforeseen == []
    made = {one.invitation.id for one in outcomes if isinstance(one, InvitationMade)}
    assert len(made) == 1
    assert {found.id for found in await office.open(one)} == made
    assert [kind for kind, _ in await office.told(one)] == ["invitation.revoked"]
    await office.deliver()
    assert len(office.world.mailer.sent) == 1


@pytest.mark.parametrize("attempt", range(5))
async def test_who_accepts_at_the_same_moment_is_in_or_out(office: Office, attempt: int) -> None:
    one = await office.have(wrong(guest_created=False))
    world = office.world
    accepting = accept_invitation(
        one.id, Identity("guest-9", "tenant", one.guest.email, "Willy"),
        tenant_id="tenant", store=office.store, queue=world.queue, desk=world.desk,
        clock=world.clock, new_id=_random,
    )  # fmt: skip
    await asyncio.gather(
        accepting, office.correct(one, f"r.{one.id}@urs.example"), return_exceptions=True
    )
    first = await office.store.get(one.id)
    assert first is not None
    number = len(await office.successors(one))
    assert (first.state, number) in {(State.ACCEPTED, 0), (State.REVOKED, 1)}


async def test_an_expired_one_can_be_corrected(office: Office) -> None:
    one = await office.have(wrong())
    office.world.clock.now = NOW + LIFETIME + timedelta(days=1)
    made = await office.correct(one, f"late.{one.id}@urs.example")
    assert not made.invitation.expired(office.world.clock.now)
