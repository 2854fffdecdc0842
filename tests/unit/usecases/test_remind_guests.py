"""Guests are reminded as often as wanted, and never once there is nothing to remind of."""

from datetime import timedelta

import pytest

from shared.domain.addresses import address_hash
from shared.domain.invitation import NOT_ARRIVED, EmailFate, Invitation, State
from shared.domain.letter import Kind
from shared.usecases.blocks import block_address
from shared.usecases.note_delivery import Report, note_delivery
from shared.usecases.ports import Task
from shared.usecases.remind_guests import remind_guests
from shared.usecases.send_letter import send_letter
from tests.samples import LIFETIME, NOW, invitation
from tests.unit.fakes import World
from tests.unit.usecases.sending import never, queued, send, write


async def remind(world: World, most: int = 500) -> int:
    return await remind_guests(
        store=world.store,
        life=world.life,
        blocks=world.blocks,
        desk=world.desk,
        clock=world.clock,
        most=most,
    )


async def post(world: World) -> list[str]:
    """Send what was announced; return to whom which kind of e-mail has gone in all."""
    tasks, world.announced.tasks = world.announced.tasks, []
    for task, _ in tasks:
        await send_letter(
            task, store=world.store, blocks=world.blocks, mailer=world.mailer,
            queue=world.announced, compose=write, clock=world.clock, new_id=world.new_id,
            hold=never,
        )  # fmt: skip
    return [email.subject for _, email in world.mailer.sent]


def waiting(world: World, **changed: object) -> Invitation:
    fields = {"state": State.SENT, "email": EmailFate.DELIVERED, "reminders": (7, 14)}
    return world.have(invitation(**(fields | {"emailed": NOW} | changed)))


async def test_a_guest_is_reminded_after_each_of_the_days_and_no_more(world: World) -> None:
    one = waiting(world)
    for day, number in ((6.9, 0), (7, 1), (7.1, 1), (13.9, 1), (14, 2), (20, 2), (29, 2)):
        world.clock.now = NOW + timedelta(days=day)
        await remind(world)
        assert await post(world) == ["reminder"] * number, day
    assert world.store.kinds(one.id) == ["GuestReminded"] * 2
    assert [event.details for event in world.store.events[one.id]] == [
        {"number": "1"},
        {"number": "2"},
    ]


async def test_after_an_outage_two_that_are_due_are_one_e_mail(world: World) -> None:
    waiting(world)
    world.clock.advance(days=20)
    assert await remind(world) == 1
    world.clock.advance(days=1)
    assert await remind(world) == 0
    assert await post(world) == ["reminder"]


NEVER: list[dict[str, object]] = [
    *[dict[str, object](state=state) for state in State if state is not State.SENT],
    *[dict[str, object](email=fate) for fate in sorted(NOT_ARRIVED)],
    {"reminders": ()},
    {"reminded": 2},
    {"emailed": None},
    {"erased": True},
    {"expires": NOW + timedelta(days=7)},
]


@pytest.mark.parametrize("changed", NEVER, ids=str)
async def test_nobody_else_is_reminded(world: World, changed: dict[str, object]) -> None:
    waiting(world, **changed)
    world.clock.advance(days=15)
    assert await remind(world) == 0
    assert world.announced.tasks == []


@pytest.mark.parametrize("changed", [*NEVER[:-5], {"erased": True}], ids=str)
async def test_what_happens_before_its_turn_stops_a_reminder(
    world: World, changed: dict[str, object]
) -> None:
    """Its e-mail may wait for hours for the provider's quota."""
    one = waiting(world)
    world.clock.advance(days=7)
    await remind(world)
    world.have(world.row(one).having(**changed))
    assert await post(world) == []
    (letter,) = world.store.letters.values()
    assert letter.fate is EmailFate.FAILED


async def test_one_that_was_resent_or_ran_out_or_was_blocked_meanwhile_is_stopped(
    world: World,
) -> None:
    resent, late, blocked = waiting(world), waiting(world), waiting(world)
    world.clock.advance(days=7)
    assert await remind(world) == 3
    world.clock.advance(hours=1)
    world.have(world.row(resent).having(resent=world.clock.now))
    world.have(world.row(late).having(expires=world.clock.now))
    address = address_hash(blocked.guest.email)
    await block_address(address, "", store=world.blocks, clock=world.clock)
    assert await post(world) == []


async def test_who_blocked_the_organisation_is_not_reminded(world: World) -> None:
    one = waiting(world)
    address = address_hash(one.guest.email)
    await block_address(address, one.organisation, store=world.blocks, clock=world.clock)
    world.clock.advance(days=7)
    assert await remind(world) == 0
    assert (world.row(one).state, world.row(one).ended) == (State.BLOCKED, world.clock.now)
    assert world.store.kinds(one.id) == ["InvitationBlocked"]


async def test_two_instances_at_once_send_one(world: World) -> None:
    one = waiting(world)
    world.clock.advance(days=7)
    world.rival(one, reminded=1)
    assert await remind(world) == 0
    assert len(world.announced.tasks) == 1, "announced before the race was lost"
    world.clock.advance(minutes=10)
    assert await post(world) == []
    assert world.announced.tasks == []


async def test_a_crash_between_announcing_and_saving_sends_one(world: World) -> None:
    one = waiting(world)
    world.clock.advance(days=7)
    await world.desk.announce(one, Kind.REMINDER)
    await remind(world)
    assert await post(world) == ["reminder"]
    world.clock.advance(minutes=10)
    assert await post(world) == ["reminder"]


async def test_a_run_is_bounded_and_the_next_goes_on(world: World) -> None:
    for _ in range(5):
        waiting(world)
    world.clock.advance(days=7)
    assert [await remind(world, most=2) for _ in range(4)] == [2, 2, 1, 0]


async def test_a_reminder_that_did_not_arrive_is_the_last(world: World) -> None:
    one = waiting(world)
    world.clock.advance(days=7)
    await remind(world)
    await post(world)
    (letter,) = world.store.letters.values()
    bounced = Report(letter.id, EmailFate.BOUNCED, world.clock.now, "no such user")
    await note_delivery(bounced, store=world.store, desk=world.desk, clock=world.clock)
    world.clock.advance(days=7)
    assert await remind(world) == 0
    assert world.row(one).email is EmailFate.DELIVERED


async def test_the_days_count_from_the_e_mail(world: World) -> None:
    one, task = queued(world, reminders=(1,))
    world.clock.advance(days=3)
    await send(world, Task(task.invitation_id, task.ticket, world.clock.now))
    assert world.row(one).emailed == world.clock.now
    assert await remind(world) == 0
    world.clock.advance(days=1)
    assert await remind(world) == 1
    assert world.row(one).expires == NOW + LIFETIME
