"""An invitation's e-mail, and what becomes of the invitation (design.md, Storage)."""

import dataclasses
from datetime import timedelta

import pytest

from shared.domain.errors import EmailRefused, GuestRefused, Unavailable
from shared.domain.failure import Failure
from shared.domain.invitation import EmailFate, State
from shared.usecases.ports import DirectoryGuest
from tests.samples import LIFETIME, NOW, invitation
from tests.unit.fakes import World
from tests.unit.usecases.sending import OUTAGE, compose, give_up, queued, send


async def test_an_invitation_is_sent(world: World) -> None:
    one, task = queued(world)
    await send(world, task)
    ((operation, email),) = world.mailer.sent
    assert email == compose(one)
    row = world.row(one)
    assert (row.state, row.email) == (State.SENT, EmailFate.SENT)
    assert (row.operation_id, row.send_ticket) == (operation, "ticket")
    assert world.store.kinds(one.id) == ["InvitationSent"]
    assert world.mailer.asked == [], "a fresh id is nothing to ask about"
    assert world.queue.tasks == []
    assert world.store.enlisted == [one.id], "its create had no call left for the list"
    await send(world, task)
    assert world.store.enlisted == [one.id]


async def test_the_guest_is_made_first_where_the_create_left_it(world: World) -> None:
    one, task = queued(world, guest_id="", redeem_url="")
    await send(world, task)
    made = world.directory.guests[one.guest.email]
    assert (world.row(one).guest_id, world.row(one).redeem_url) == (made.id, made.redeem_url)
    assert world.mailer.sent[0][1].text == made.redeem_url
    assert world.store.kinds(one.id) == ["GuestInvited", "InvitationSent"]


@pytest.mark.parametrize(("is_open", "language"), [(True, "hu"), (False, "en")])
async def test_the_guests_language_is_known_with_the_guest(
    world: World, is_open: bool, language: str
) -> None:
    one, task = queued(world, guest_id="", language_open=is_open)
    guest = DirectoryGuest("guest-1", "https://login.example/redeem", language="hu-HU")
    world.directory.guests[one.guest.email] = guest
    await send(world, task)
    assert world.row(one).language == language


@pytest.mark.parametrize(
    "refusal",
    [EmailRefused("Suppressed", "On a list."), GuestRefused(Failure("Blocked", "No guest."))],
)
async def test_a_refusal_fails_with_the_reason(
    world: World, refusal: EmailRefused | GuestRefused
) -> None:
    one, task = queued(world, guest_id="")
    if isinstance(refusal, EmailRefused):
        world.mailer.failures = [refusal]
    else:
        world.directory.failures = [refusal]
    await send(world, task)
    row = world.row(one)
    assert (row.state, row.email) == (State.FAILED, EmailFate.FAILED)
    assert (row.failure, row.failure_reason) == (refusal.failure.code, refusal.failure.reason)
    event = world.store.events[one.id][-1]
    assert event.kind == "InvitationFailed"
    assert event.details == refusal.failure.details()
    assert world.queue.tasks == []


async def test_a_refusal_that_the_provider_tells_later_fails_as_well(world: World) -> None:
    one, task = queued(world, operation_id="operation", send_ticket="ticket")
    world.mailer.verdict = EmailRefused("Dropped", "All recipients were suppressed.")
    await send(world, task)
    assert (world.row(one).state, world.row(one).failure) == (State.FAILED, "Dropped")


async def test_the_refused_email_of_a_guest_who_was_faster_does_not_fail_the_guest(
    world: World,
) -> None:
    one, task = queued(world, state=State.ACCEPTED, operation_id="operation", send_ticket="ticket")
    world.mailer.verdict = EmailRefused("Dropped", "All recipients were suppressed.")
    await send(world, task)
    row = world.row(one)
    assert (row.state, row.email) == (State.ACCEPTED, EmailFate.FAILED)
    assert row.failure_reason == "All recipients were suppressed."
    assert world.queue.tasks == []


async def test_what_expired_while_it_waited_fails(world: World) -> None:
    one, task = queued(world)
    world.clock.now = NOW + LIFETIME
    await send(world, task)
    assert world.mailer.sent == []
    assert (world.row(one).state, world.row(one).failure) == (State.FAILED, "expired")


@pytest.mark.parametrize("state", [State.ACCEPTED, State.COMPLETED])
async def test_a_guest_who_was_faster_keeps_the_state_and_the_email_its_fate(
    world: World, state: State
) -> None:
    one, task = queued(world, state=state, operation_id="operation", send_ticket="ticket")
    world.mailer.sent.append(("operation", compose(one)))
    await send(world, task)
    assert (world.row(one).state, world.row(one).email) == (state, EmailFate.SENT)
    assert len(world.mailer.sent) == 1


async def test_a_guest_who_accepts_while_the_email_goes_out_loses_nothing(world: World) -> None:
    one, task = queued(world, operation_id="operation", send_ticket="ticket")
    world.mailer.failures, world.mailer.lost = [OUTAGE], True
    await send(world, task)
    world.have(world.row(one).to(State.ACCEPTED))
    (again, _), *_ = world.queue.tasks
    await send(world, again)
    assert (world.row(one).state, world.row(one).email) == (State.ACCEPTED, EmailFate.SENT)


@pytest.mark.parametrize("state", [State.REVOKED, State.BLOCKED, State.FAILED])
async def test_a_closed_invitation_is_not_sent(world: World, state: State) -> None:
    one, task = queued(world, state=state)
    await send(world, task)
    assert world.mailer.sent == []
    assert world.row(one).state is state


async def test_a_poison_message_fails_its_invitation(world: World) -> None:
    one, task = queued(world)
    await give_up(world, task)
    row = world.row(one)
    assert (row.state, row.failure) == (State.FAILED, "poison")
    assert row.failure_reason


@pytest.mark.parametrize("state", [State.SENT, State.ACCEPTED, State.COMPLETED, State.FAILED])
async def test_a_poison_message_changes_nothing_that_went_on(world: World, state: State) -> None:
    one, task = queued(world, state=state)
    await give_up(world, task)
    assert world.row(one) == one
    unknown = dataclasses.replace(task, invitation_id=invitation().id)
    await give_up(world, unknown)


async def test_giving_up_is_put_off_too(world: World) -> None:
    one, task = queued(world)
    world.rival(one, message="changed")
    await give_up(world, task)
    assert world.queue.tasks == [(dataclasses.replace(task, told=True), timedelta())]
    world.store.outage = Unavailable("storage", 5)
    await give_up(world, task)
    again = dataclasses.replace(task, attempt=1, told=True)
    assert world.queue.tasks[1:] == [(again, timedelta(seconds=5))]
