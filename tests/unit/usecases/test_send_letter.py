"""Notices and welcomes go once, whatever happens in between."""

import dataclasses
from datetime import timedelta

import pytest

from shared.domain.errors import EmailRefused, Unavailable
from shared.domain.invitation import EmailFate, Invitation, Person
from shared.domain.letter import Kind, Letter
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.halting import Hold
from shared.usecases.ports import Task
from shared.usecases.send_letter import POISON, give_up_letter, send_letter
from tests.samples import invitation
from tests.unit.fakes import World
from tests.unit.usecases.sending import OUTAGE, THROTTLED, never, write


async def announced(
    world: World, kind: Kind = Kind.ACCEPTED, **changed: object
) -> tuple[Invitation, Letter, Task]:
    """Return an invitation, a letter of it as it is stored, and its message."""
    one = world.have(invitation())
    (letter,) = await world.desk.announce(one, kind)
    ((task, _),) = world.announced.tasks
    letter = dataclasses.replace(letter, **changed)  # type: ignore[arg-type]  # of any field
    return one, await world.store.save_letter(letter), task


async def send(world: World, task: Task, hold: Hold = never) -> None:
    await send_letter(
        task,
        store=world.store,
        blocks=world.blocks,
        mailer=world.mailer,
        queue=world.queue,
        compose=write,
        clock=world.clock,
        new_id=world.new_id,
        hold=hold,
    )


async def test_a_letter_is_sent_once_under_its_own_id(world: World) -> None:
    one, letter, task = await announced(world)
    await send(world, task)
    await send(world, task)
    ((operation, email),) = world.mailer.sent
    assert (operation, email.to, email.subject) == (letter.id, one.inviter.email, "accepted")
    assert letter.id[:3] == one.id[:3], "they share a partition"
    assert world.store.letters[letter.id].fate is EmailFate.SENT
    assert world.mailer.asked == []
    assert world.queue.tasks == []


async def test_it_goes_to_whom_it_was_written_for(world: World) -> None:
    one, _, task = await announced(world, Kind.SUPERSEDED)
    world.have(one.having(guest=Person("Somebody", "somebody@else.example"), language="hu"))
    await send(world, task)
    ((_, email),) = world.mailer.sent
    assert (email.to, email.html) == (one.guest.email, one.language)


async def test_a_letter_that_is_not_stored_yet_waits_and_gives_up(world: World) -> None:
    one = world.have(invitation())
    await world.desk.announce(one, Kind.ACCEPTED)
    ((task, _),) = world.announced.tasks
    await send(world, task)
    [(waiting, delay)] = world.queue.tasks
    assert (waiting.letter, delay) == (task.letter, timedelta(seconds=1))
    assert waiting.ticket != task.ticket, "it owns nothing with its successor"
    world.clock.advance(seconds=2 * CREATE_WINDOW.total_seconds())
    await send(world, waiting)
    assert len(world.queue.tasks) == 1
    assert world.mailer.sent == []


@pytest.mark.parametrize("lost", [False, True])
async def test_after_an_outage_the_provider_is_asked_first(world: World, lost: bool) -> None:
    _, letter, task = await announced(world)
    world.mailer.failures, world.mailer.lost = [OUTAGE], lost
    await send(world, task)
    [(again, delay)] = world.queue.tasks
    assert (again.attempt, delay) == (1, timedelta(seconds=5))
    assert world.store.letters[letter.id].ticket == again.ticket != task.ticket
    await send(world, task)  # a crash had left the first message as well
    assert len(world.mailer.sent) == lost, "it waits for its successor"
    await send(world, again)
    assert world.mailer.asked == [letter.id]
    assert len(world.mailer.sent) == 1


async def test_a_429_waits_as_long_as_asked_and_costs_no_status_call(world: World) -> None:
    _, letter, task = await announced(world)
    world.mailer.failures = [THROTTLED]
    await send(world, task)
    [(again, delay)] = world.queue.tasks
    assert delay == timedelta(seconds=17)
    assert world.store.letters[letter.id].ticket == ""
    await send(world, again)
    assert world.mailer.asked == []
    assert len(world.mailer.sent) == 1


async def test_what_the_provider_refuses_is_failed_with_its_reason(world: World) -> None:
    _, letter, task = await announced(world)
    world.mailer.failures = [EmailRefused("Invalid", "There is no such mailbox.")]
    await send(world, task)
    stored = world.store.letters[letter.id]
    assert (stored.fate, stored.reason) == (EmailFate.FAILED, "There is no such mailbox.")
    assert world.queue.tasks == []


async def test_of_two_messages_at_once_one_goes_on(world: World) -> None:
    _, letter, task = await announced(world)

    def rival() -> None:
        row = world.store.letters[letter.id]
        world.store.letters[letter.id] = row.having(ticket="another", version="another")

    world.store.meanwhile = rival
    await send(world, task)
    assert world.mailer.sent == []
    assert [waiting.ticket for waiting, _ in world.queue.tasks] == [task.ticket]


async def test_while_storage_is_down_the_same_message_goes_on(world: World) -> None:
    _, _, task = await announced(world)
    world.store.outage = Unavailable("storage")
    await send(world, task)
    [(again, _)] = world.queue.tasks
    assert again.ticket == task.ticket


async def test_a_poison_message_fails_its_letter(world: World) -> None:
    _, letter, task = await announced(world)
    await give_up_letter(task, store=world.store, queue=world.queue)
    stored = world.store.letters[letter.id]
    assert (stored.fate, stored.reason) == (EmailFate.FAILED, POISON)
    await give_up_letter(task, store=world.store, queue=world.queue)
    assert world.store.letters[letter.id] == stored


async def test_what_cannot_be_noted_of_a_poison_message_stays(world: World) -> None:
    _, _, task = await announced(world)
    world.store.outage = Unavailable("storage")
    await give_up_letter(task, store=world.store, queue=world.queue)
    assert len(world.queue.tasks) == 1


async def test_only_the_notices_that_are_wanted_are_announced(world: World) -> None:
    one = world.have(invitation())
    desk = dataclasses.replace(world.desk, notices=frozenset({Kind.COMPLETED}))
    kinds = (Kind.ACCEPTED, Kind.COMPLETED, Kind.WELCOME)
    letters = await desk.announce(one, *kinds)
    assert [letter.kind for letter in letters] == [Kind.COMPLETED, Kind.WELCOME]


async def test_a_letter_waits_while_sending_is_paused_and_goes_once_afterwards(
    world: World,
) -> None:
    async def paused() -> None:
        raise Unavailable("sending", 15, sent_nothing=True)

    _, letter, task = await announced(world)
    await send(world, task, paused)
    assert world.mailer.sent == []
    assert world.store.letters[letter.id] == letter, "no row is touched"
    ((again, delay),) = world.queue.tasks
    assert (again.letter, delay) == (letter.id, timedelta(seconds=15))
    await send(world, again)
    assert [operation for operation, _ in world.mailer.sent] == [letter.id]
