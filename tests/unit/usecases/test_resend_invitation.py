"""An invitation is sent again: claim, guest, enqueue, store; the e-mail of each sending once."""

from datetime import timedelta

import pytest

from shared.domain.failure import Failure
from shared.domain.invitation import EmailFate, Person, State
from shared.domain.letter import Kind
from shared.usecases.create_invitation import CREATE_WINDOW, InvitationMade
from shared.usecases.ports import Task
from tests.samples import LIFETIME, NOW
from tests.unit.fakes import World
from tests.unit.usecases.resending import resend, stored
from tests.unit.usecases.sending import give_up, send


async def test_a_failed_invitation_is_queued_again_with_nothing_left_of_its_failure(
    world: World,
) -> None:
    broken = Failure("BadRequest", "Why.", "Next.", "kind", "answer", "request")
    one = stored(
        world, State.FAILED, operation_id="op", send_ticket="ticket", email=EmailFate.FAILED,
        guest_created=True, **broken.fields(),
    )  # fmt: skip
    assert one.why_failed() == broken
    world.clock.advance(days=60)
    made = await resend(world, one)
    row = world.row(one)
    assert made == InvitationMade(row)
    assert (row.state, row.email, row.operation_id, row.send_ticket) == ("queued", "queued", "", "")
    assert row.why_failed() is None
    assert row.expires == world.clock.now + LIFETIME
    assert (row.guest_id, row.redeem_url, row.guest_created) == ("guest-9", "https://new", True)
    ((task, delay),) = world.queue.tasks
    assert (task.invitation_id, task.round, delay) == (one.id, 1, timedelta())
    (event,) = world.store.events[one.id]
    assert (event.kind, event.by) == ("InvitationResent", "tamer@gfms.example")
    assert event.details == {"from": "failed"}
    await send(world, task)
    await send(world, task)
    assert len(world.mailer.sent) == 1
    assert world.row(one).state is State.SENT


async def test_another_address_gets_a_guest_of_its_own_and_the_old_one_is_free(
    world: World,
) -> None:
    one = stored(world, way="entra", tenant_name="URS", guest_created=True)
    await resend(world, one, email="new@urs.example", name="Willi", language="fr", reset=True)
    row = world.row(one)
    assert not row.language_open
    assert (row.guest, row.language) == (Person("Willi", "new@urs.example"), "fr")
    assert row.guest_id == world.directory.guests["new@urs.example"].id != one.guest_id
    assert (row.guest_created, row.way, row.tenant_name) == (True, "", "")
    assert world.store.events[one.id][-1].details == {
        "from": "sent",
        "to": "new@urs.example",
        "reset": "true",
    }
    assert world.directory.resets == [], "who has not redeemed has nothing to reset"


@pytest.mark.parametrize(
    ("fate", "told"),
    [
        (EmailFate.SENT, True),
        (EmailFate.DELIVERED, True),
        (EmailFate.QUEUED, False),
        (EmailFate.BOUNCED, False),
    ],
)
async def test_the_former_address_hears_that_there_is_a_newer_one(
    world: World, fate: EmailFate, told: bool
) -> None:
    one = stored(world, email=fate)
    await resend(world, one, email="new@urs.example", reset=True)
    letters = list(world.store.letters.values())
    assert [(letter.kind, letter.to) for letter in letters] == [(Kind.SUPERSEDED, one.guest)] * told


async def test_an_address_that_stays_hears_nothing_else(world: World) -> None:
    await resend(world, stored(world, email=EmailFate.SENT))
    assert world.store.letters == {}


async def test_one_of_bulk_is_resent_as_a_single_one(world: World) -> None:
    one = stored(world, State.FAILED, bulk=True)
    await resend(world, one)
    assert not world.row(one).bulk


async def test_one_of_bulk_that_waits_gets_a_second_message_and_one_e_mail(world: World) -> None:
    """The first message may be told to come hours later."""
    one = stored(world, State.QUEUED, bulk=True)
    await resend(world, one)
    assert not world.row(one).bulk
    ((second, _),) = world.queue.tasks
    assert second.round == one.round
    first = Task(one.id, "first", NOW)
    await send(world, second)
    await send(world, first)
    assert len(world.mailer.sent) == 1
    assert world.row(one).state is State.SENT


async def test_what_is_on_its_way_is_not_sent_twice(world: World) -> None:
    one = stored(world, State.QUEUED, operation_id="op", send_ticket="ticket")
    world.clock.advance(days=1)
    await resend(world, one, name="Willi")
    row = world.row(one)
    assert (row.operation_id, row.send_ticket, row.round) == ("op", "ticket", 0)
    assert (row.guest.name, row.expires) == ("Willi", world.clock.now + LIFETIME)
    assert world.queue.tasks == []
    assert world.store.kinds(one.id) == ["InvitationResent"]


async def test_a_repeated_request_with_a_key_is_answered_with_what_it_did(world: World) -> None:
    one = stored(world, State.FAILED)
    await resend(world, one, idempotency_key="key")
    assert (await resend(world, one, idempotency_key="key")).replayed
    assert len(world.queue.tasks) == 1
    world.have(world.row(one).having(state=State.FAILED))
    world.clock.advance(minutes=5)
    assert not (await resend(world, one, idempotency_key="other")).replayed


async def test_a_message_waits_for_its_resend_and_earlier_ones_give_up(world: World) -> None:
    one = stored(world, State.SENT)
    early = Task(one.id, "second", NOW, round=1)
    await send(world, early)
    ((waiting, _),) = world.queue.tasks
    assert waiting.round == 1
    world.clock.advance(seconds=2 * CREATE_WINDOW.total_seconds())
    await send(world, early)
    assert len(world.queue.tasks) == 1, "the resend crashed before it was stored"
    world.have(one.having(state=State.QUEUED, round=1))
    first = Task(one.id, "first", NOW)
    await send(world, first)
    await give_up(world, first)
    assert world.row(one).state is State.QUEUED
    assert world.mailer.sent == []
    await send(world, waiting)
    assert len(world.mailer.sent) == 1


async def test_one_with_a_time_of_its_own_gets_that_again_and_is_reminded_anew(
    world: World,
) -> None:
    one = stored(world, days=3, reminders=(1, 2), reminded=2, emailed=NOW, ended=NOW)
    world.clock.advance(days=60)
    await resend(world, one)
    row = world.row(one)
    assert row.expires == world.clock.now + timedelta(days=3)
    assert (row.resent, row.begun) == (world.clock.now, world.clock.now)
    assert (row.reminded, row.emailed, row.ended) == (0, None, None)
