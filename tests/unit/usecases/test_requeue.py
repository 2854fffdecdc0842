"""What was given up is tried again, and nothing is sent twice by that."""

from datetime import timedelta

import pytest

from shared.domain.invitation import EmailFate, Invitation, State
from shared.domain.letter import Kind
from shared.usecases import grant_access
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.ports import Task
from shared.usecases.requeue import (
    Outcome,
    requeue_access,
    requeue_invitation,
    requeue_letter,
)
from shared.usecases.send_letter import POISON, give_up_letter
from tests.samples import bare_email, invitation
from tests.unit.fake_stores import Held
from tests.unit.fakes import World
from tests.unit.usecases.sending import give_up, queued, send


async def again(world: World, one: Invitation, of_round: int | None = None) -> Outcome:
    return await requeue_invitation(
        one.id, "eva", store=world.store, queue=world.queue, clock=world.clock,
        new_id=world.new_id, of_round=of_round,
    )  # fmt: skip


async def given_up(world: World, **changed: object) -> tuple[Invitation, Task]:
    one, task = queued(world, **changed)
    await give_up(world, task)
    assert world.row(one).state is State.FAILED
    return one, task


async def test_one_that_was_given_up_is_queued_and_sent_once(world: World) -> None:
    one, _ = await given_up(world)
    assert await again(world, one) is Outcome.REQUEUED
    row = world.row(one)
    assert (row.state, row.email, row.failure, row.ended) == (
        State.QUEUED, EmailFate.QUEUED, "", None,
    )  # fmt: skip
    assert world.store.kinds(one.id)[-1] == "InvitationRequeued"
    assert world.store.events[one.id][-1].by == "eva"
    ((task, _),) = world.queue.tasks
    await send(world, task)
    assert world.row(one).state is State.SENT
    assert len(world.mailer.sent) == 1
    assert await again(world, one) is Outcome.NOT_NEEDED


async def test_a_try_that_was_handed_over_is_asked_about_and_not_sent_again(world: World) -> None:
    one, _ = await given_up(world, operation_id="op-1", send_ticket="ticket")
    await world.mailer.send(bare_email("g@kunde.example"), "op-1")
    await again(world, one)
    ((task, _),) = world.queue.tasks
    await send(world, task)
    assert world.row(one).state is State.SENT
    assert [operation for operation, _ in world.mailer.sent] == ["op-1"]


async def test_a_crash_before_the_row_is_stored_changes_nothing(world: World) -> None:
    one, _ = await given_up(world)
    save = world.store.save

    async def die(*_: object) -> Invitation:
        raise KeyboardInterrupt

    world.store.save = die  # type: ignore[method-assign,assignment]  # the operator's machine dies
    with pytest.raises(KeyboardInterrupt):
        await again(world, one)
    world.store.save = save  # type: ignore[method-assign]
    ((task, _),) = world.queue.tasks
    world.queue.tasks.clear()
    world.clock.advance(seconds=2 * CREATE_WINDOW.total_seconds())
    await send(world, task)
    assert world.queue.tasks == [], "the message gave up"
    assert world.row(one).state is State.FAILED
    assert await again(world, one) is Outcome.REQUEUED
    ((task, _),) = world.queue.tasks
    await send(world, task)
    assert len(world.mailer.sent) == 1


async def test_a_message_on_the_poison_queue_is_requeued_once(world: World) -> None:
    one, task = queued(world)
    assert await again(world, one) is Outcome.NOT_NEEDED, "its message may be on the way"
    assert await again(world, one, task.round) is Outcome.REQUEUED
    assert await again(world, one, task.round) is Outcome.NOT_NEEDED
    await send(world, task)
    assert world.mailer.sent == [], "the old message gives way to the new one"
    ((new, _),) = world.queue.tasks
    await send(world, new)
    assert len(world.mailer.sent) == 1


@pytest.mark.parametrize("state", [State.SENT, State.ACCEPTED, State.REVOKED, State.COMPLETED])
async def test_what_went_on_needs_nothing(world: World, state: State) -> None:
    one = world.have(invitation(state=state))
    assert await again(world, one, 0) is Outcome.NOT_NEEDED
    assert world.queue.tasks == []


async def test_what_was_refused_for_a_reason_is_for_the_inviter(world: World) -> None:
    one = world.have(invitation(state=State.FAILED, failure="EmailDropped"))
    assert await again(world, one) is Outcome.NOT_NEEDED


async def test_one_whose_address_is_taken_stays_failed(world: World) -> None:
    one, _ = await given_up(world)
    other = world.have(invitation(id="0" * 8 + one.id[8:], guest=one.guest, state=State.SENT))
    place = (one.organisation, one.guest.email)
    world.store.claims[place] = Held(other.id, "", "", other.created, "")
    assert await again(world, one) is Outcome.ADDRESS_TAKEN
    assert world.row(one).state is State.FAILED
    assert world.queue.tasks == []


async def test_nothing_is_made_of_what_never_was(world: World) -> None:
    assert await again(world, invitation()) is Outcome.GONE


async def test_a_rival_is_seen(world: World) -> None:
    one, _ = await given_up(world)
    world.rival(one, state=State.REVOKED)
    assert await again(world, one) is Outcome.NOT_NEEDED


async def test_access_is_granted_again(world: World) -> None:
    failed = {"access": "failed"} | grant_access.POISON.fields()
    one = world.have(invitation(state=State.COMPLETED, **failed))

    async def requeued() -> Outcome:
        return await requeue_access(
            one.id, "eva", store=world.store, queue=world.queue, clock=world.clock,
            new_id=world.new_id,
        )  # fmt: skip

    assert await requeued() is Outcome.REQUEUED
    row = world.row(one)
    assert (row.state, row.access, row.failure) == (State.COMPLETED, "queued", "")
    assert world.store.kinds(one.id) == ["AccessRequeued"]
    assert await requeued() is Outcome.NOT_NEEDED
    assert len(world.queue.tasks) == 1


async def test_a_letter_that_was_given_up_goes_once(world: World) -> None:
    one = world.have(invitation())
    (letter,) = await world.desk.announce(one, Kind.ACCEPTED)
    letter = await world.store.save_letter(letter.having(ticket="ticket"))
    ((task, _),) = world.announced.tasks
    await give_up_letter(task, store=world.store, queue=world.queue)
    assert world.store.letters[letter.id].reason == POISON

    async def requeued() -> Outcome:
        return await requeue_letter(
            letter.id, store=world.store, queue=world.queue, clock=world.clock,
            new_id=world.new_id,
        )  # fmt: skip

    assert await requeued() is Outcome.REQUEUED
    assert await requeued() is Outcome.NOT_NEEDED
    ((new, delay),) = world.queue.tasks
    kept = world.store.letters[letter.id]
    assert (kept.fate, kept.reason, kept.ticket) == (EmailFate.QUEUED, "", new.ticket)
    assert delay > timedelta(), "the row is stored before the message comes"
