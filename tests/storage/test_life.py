"""What is due, who is named, what is erased: on real tables, and whenever the process dies."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from azure.data.tables.aio import TableClient

from shared.domain.addresses import address_hash
from shared.domain.company import Change, CompanyData
from shared.domain.errors import LostRace
from shared.domain.invitation import EmailFate, Event, Invitation, Person, State
from shared.domain.keys import organisation_key
from shared.domain.letter import Kind, letter_to
from shared.outer.invitation_table import InvitationTable
from shared.outer.life_table import LifeTable
from shared.outer.tables import Table
from shared.usecases.erase_ended import erase_ended
from shared.usecases.erase_invitation import Erasing
from shared.usecases.remind_guests import remind_guests
from tests.samples import LIFETIME, NOW, invitation
from tests.storage.dying import Died, Dying, Fuse
from tests.unit.fakes import ERASER, World

CREATED = Event("InvitationCreated", NOW, "tamer@gfms.example")
DAY = timedelta(days=1)


@pytest.fixture(scope="session")
def life(tables: dict[str, TableClient]) -> LifeTable:
    return LifeTable(Table(tables["Invitations"]), Table(tables["InvitationIndex"]))


async def read(found: AsyncIterator[str]) -> list[str]:
    return [one async for one in found]


async def have(store: InvitationTable, **changed: object) -> Invitation:
    one = invitation(**changed)
    await store.claim(one, fingerprint="", idempotency_key="", now=NOW)
    return await store.add(one, CREATED)


async def test_all_that_an_invitation_says_of_its_life_is_kept(store: InvitationTable) -> None:
    one = await have(
        store, days=5, resent=NOW, emailed=NOW + DAY, ended=NOW, reminders=(7, 14), reminded=1,
        successor="s", predecessor="p", erasing=True, erased=True,
    )  # fmt: skip
    assert await store.get(one.id) == one
    await store.save(one.having(resent=None, emailed=None, ended=None, successor=""))
    again = await store.get(one.id)
    assert again is not None
    assert (again.resent, again.emailed, again.ended, again.successor) == (None, None, None, "")
    link = await store.link(one.id)
    assert link is not None
    assert not link.corrected


async def test_who_is_due_to_be_reminded(store: InvitationTable, life: LifeTable) -> None:
    fields: dict[str, object] = {
        "state": State.SENT, "email": EmailFate.SENT, "emailed": NOW, "reminders": (7,),
    }  # fmt: skip
    due = await have(store, **fields)
    others = [
        await have(store, **fields | other)
        for other in (
            {"reminded": 1},
            {"state": State.ACCEPTED},
            {"emailed": NOW + DAY},
            {"email": EmailFate.BOUNCED},
            {"expires": NOW + 7 * DAY},
            {"reminders": ()},
        )
    ]
    found = await read(life.to_remind(NOW + 7 * DAY))
    assert due.id in found
    assert not {one.id for one in others} & set(found)
    assert due.id not in await read(life.to_remind(NOW + 7 * DAY - timedelta(seconds=1)))


async def test_what_ended(store: InvitationTable, life: LifeTable) -> None:
    late = NOW + LIFETIME + DAY
    ended = [
        await have(store, state=State.SENT),
        await have(store, state=State.QUEUED, erasing=True),
        await have(store, state=State.COMPLETED, ended=NOW),
    ]
    others = [
        await have(store, state=State.ACCEPTED),
        await have(store, state=State.SENT, expires=late),
        await have(store, state=State.COMPLETED, ended=late),
        await have(store, state=State.REVOKED, ended=NOW, erased=True),
    ]
    found = set(await read(life.ended(late)))
    assert {one.id for one in ended} <= found
    assert not {one.id for one in others} & found


async def test_who_is_named_anywhere(store: InvitationTable, life: LifeTable) -> None:
    address = f"o'neil.{uuid.uuid4().hex}@urs.example"
    person = Person("O'Neil", address)
    guest = await have(store, guest=person)
    inviter = await have(store, inviter=person)
    contact = await have(store, company=CompanyData(contactEmail=address.upper()))
    changed = await have(store, changes=(Change("contactEmail", "", address),))
    actor, reader = await have(store), await have(store)
    await store.save(actor, Event("InvitationExtended", NOW, address))
    letter = letter_to(Kind.SUPERSEDED, reader.having(guest=person), str(uuid.uuid4()), NOW)
    await store.save(reader, None, letter)
    await have(store)
    found = await read(life.about(address))
    wanted = [one.id for one in (guest, inviter, contact, changed, actor, reader)]
    assert sorted(found) == sorted(wanted)


async def test_a_long_history_is_rewritten_whole(store: InvitationTable, life: LifeTable) -> None:
    one = await have(store)
    for number in range(120):
        one = await store.save(one, Event("EmailDelivered", NOW, f"x{number}@gfms.example"))
    erasing = Erasing(store, life, ERASER, lambda: NOW)
    erased = await erasing.whole(one.id, "system")
    assert erased is not None
    history = await store.history(one.id)
    assert len(history) == 122
    assert not [event for event in history if "gfms" in event.by]
    assert erased == await store.get(one.id)


async def test_a_change_in_between_is_not_overwritten(
    store: InvitationTable, life: LifeTable
) -> None:
    one = await have(store)
    await store.save(one.having(way="entra"))
    with pytest.raises(LostRace):
        await life.rewrite(one, CREATED, [CREATED], [])


# Read; close; find and free the address; history; e-mails; the rest.
ERASE_CALLS = 7


@pytest.mark.parametrize("at", range(1, ERASE_CALLS + 1))
async def test_an_erasure_that_was_cut_off_is_finished_by_the_next(
    tables: dict[str, TableClient], store: InvitationTable, life: LifeTable, at: int
) -> None:
    one = await have(store, state=State.REVOKED, ended=NOW)
    letter = letter_to(Kind.WELCOME, one, str(uuid.uuid4()), NOW)
    await store.save(one, None, letter)
    fuse = Fuse(at)
    invitations, index = (
        cast("Table", Dying(Table(tables[name]), fuse))
        for name in ("Invitations", "InvitationIndex")
    )
    store_, life_ = InvitationTable(invitations, index), LifeTable(invitations, index)
    dying = Erasing(store_, life_, ERASER, lambda: NOW)
    with pytest.raises(Died):
        await dying.whole(one.id, "system")
    await _retain(store, life, NOW + 2 * DAY)
    row = await store.get(one.id)
    assert row is not None
    assert row.erased
    assert await store.letter(letter.id) is None
    assert [event.kind for event in await store.history(one.id)] == [
        "InvitationCreated",
        "InvitationErased",
    ]
    place = organisation_key(one.organisation), f"email_{address_hash(one.guest.email)}"
    assert await Table(tables["InvitationIndex"]).get(*place) is None


async def _retain(store: InvitationTable, life: LifeTable, now: datetime) -> None:
    erasing = Erasing(store, life, ERASER, lambda: now)
    await erase_ended(life=life, erasing=erasing, clock=lambda: now, period=DAY)


async def test_the_address_of_a_newer_invitation_stays_held(
    tables: dict[str, TableClient], store: InvitationTable, life: LifeTable
) -> None:
    one = await have(store, state=State.REVOKED, ended=NOW)
    newer = await have(store, organisation=one.organisation, guest=one.guest)
    await _retain(store, life, NOW + 2 * DAY)
    place = organisation_key(one.organisation), f"email_{address_hash(one.guest.email)}"
    row = await Table(tables["InvitationIndex"]).get(*place)
    assert row["id"] == newer.id


async def test_many_instances_at_once_remind_once(store: InvitationTable, life: LifeTable) -> None:
    long_ago = NOW - 400 * DAY
    one = await have(
        store, state=State.SENT, email=EmailFate.SENT, emailed=long_ago, reminders=(7,),
        created=long_ago,
    )  # fmt: skip
    world: Any = World()
    world.clock.now = NOW - 300 * DAY  # nobody else's is due that early

    async def run() -> int:
        return await remind_guests(
            store=store, life=life, blocks=world.blocks, desk=world.desk, clock=world.clock
        )

    assert sum(await asyncio.gather(*(run() for _ in range(5)))) == 1
    letters = await life.letters(one.id)
    assert [letter.kind for letter in letters] == [Kind.REMINDER]
    history = await store.history(one.id)
    assert [event.kind for event in history] == ["InvitationCreated", "GuestReminded"]
