"""The e-mail goes once, whatever happens in between (design.md, Storage)."""

import dataclasses
from datetime import timedelta

import pytest

from shared.domain.errors import Unavailable
from shared.domain.invitation import State
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.ports import Task
from shared.usecases.put_off import delay
from tests.samples import NOW, invitation
from tests.unit.fakes import World
from tests.unit.usecases.sending import OUTAGE, THROTTLED, compose, queued, send


async def test_a_second_delivery_of_a_sent_message_sends_nothing(world: World) -> None:
    one, task = queued(world)
    await send(world, task)
    before = world.row(one)
    await send(world, task)
    assert len(world.mailer.sent) == 1
    assert world.row(one) == before
    assert world.queue.tasks == []


async def test_after_a_crash_the_provider_is_asked_first(world: World) -> None:
    one, task = queued(world, operation_id="operation", send_ticket="ticket")
    world.mailer.sent.append(("operation", compose(one)))
    await send(world, task)
    assert world.mailer.asked == ["operation"]
    assert len(world.mailer.sent) == 1
    assert world.row(one).state is State.SENT


async def test_after_a_crash_what_the_provider_does_not_know_is_sent_under_the_same_id(
    world: World,
) -> None:
    one, task = queued(world, operation_id="operation", send_ticket="ticket")
    await send(world, task)
    assert world.mailer.asked == ["operation"]
    assert [operation for operation, _ in world.mailer.sent] == ["operation"]
    assert world.row(one).state is State.SENT


async def test_a_message_with_another_ticket_leaves_it_to_its_owner(world: World) -> None:
    one, task = queued(world, operation_id="operation", send_ticket="another ticket")
    await send(world, task)
    assert world.mailer.sent == []
    assert world.mailer.asked == []
    assert world.row(one).state is State.QUEUED
    again = dataclasses.replace(task, attempt=1, told=True)
    assert world.queue.tasks == [(again, timedelta(seconds=1))]


async def test_of_two_messages_at_once_one_goes_on(world: World) -> None:
    one, task = queued(world)
    world.rival(one, operation_id="operation", send_ticket="another ticket")
    await send(world, task)
    assert world.mailer.sent == []
    assert [waiting.ticket for waiting, _ in world.queue.tasks] == [task.ticket]


async def test_a_message_put_off_is_another_one_and_the_owner(world: World) -> None:
    one, task = queued(world)
    world.mailer.failures = [OUTAGE]
    await send(world, task)
    [(successor, _)] = world.queue.tasks
    assert successor.ticket != task.ticket
    assert world.row(one).send_ticket == successor.ticket
    await send(world, task)  # a crash had left the first message as well
    assert world.mailer.sent == [], "it waits for its successor"


async def test_a_message_that_waits_for_its_row_owns_nothing_with_its_successor(
    world: World,
) -> None:
    one = invitation()
    await send(world, Task(one.id, "ticket", NOW))
    [(successor, _)] = world.queue.tasks
    assert successor.ticket != "ticket"


@pytest.mark.parametrize("lost", [False, True])
async def test_an_outage_puts_off_and_asks_first_at_the_next_try(world: World, lost: bool) -> None:
    one, task = queued(world)
    world.mailer.failures, world.mailer.lost = [OUTAGE], lost
    await send(world, task)
    [(again, waits)] = world.queue.tasks
    assert (again.attempt, waits) == (1, timedelta(seconds=5))
    assert world.row(one).operation_id
    await send(world, again)
    assert len(world.mailer.asked) == 1
    assert len(world.mailer.sent) == 1
    assert world.row(one).state is State.SENT


async def test_a_429_waits_as_long_as_asked_and_costs_no_status_call(world: World) -> None:
    one, task = queued(world)
    world.mailer.failures = [THROTTLED]
    await send(world, task)
    [(again, waits)] = world.queue.tasks
    assert (again.attempt, waits) == (1, timedelta(seconds=17))
    assert (world.row(one).operation_id, world.row(one).send_ticket) == ("", "")
    await send(world, again)
    assert world.mailer.asked == []
    assert len(world.mailer.sent) == 1


async def test_a_provider_that_cannot_be_asked_is_asked_later(world: World) -> None:
    one, task = queued(world, operation_id="operation", send_ticket="ticket")
    world.mailer.verdict = Unavailable("the e-mail service", 3)
    await send(world, task)
    assert world.mailer.sent == []
    [(again, waits)] = world.queue.tasks
    assert (again.attempt, waits) == (1, timedelta(seconds=3))
    assert world.row(one).state is State.QUEUED


async def test_a_message_without_its_row_waits_and_gives_up(world: World) -> None:
    task = Task(invitation().id, "ticket", NOW)
    await send(world, task)
    [(again, waits)] = world.queue.tasks
    assert (again.attempt, waits) == (1, timedelta(seconds=1))
    await send(world, dataclasses.replace(task, attempt=9))
    assert world.queue.tasks.pop()[1] == timedelta(seconds=30)
    world.clock.now = NOW + CREATE_WINDOW * 2
    await send(world, task)
    assert len(world.queue.tasks) == 1, "no row can come any more"
    assert world.directory.guests == {}


@pytest.mark.parametrize("outage", [Unavailable("storage", 5)])
async def test_storage_that_is_down_puts_off(world: World, outage: Unavailable) -> None:
    _, task = queued(world)
    world.store.outage = outage
    await send(world, task)
    again = dataclasses.replace(task, attempt=1, told=True)
    assert world.queue.tasks == [(again, timedelta(seconds=5))]


@pytest.mark.parametrize(
    ("attempt", "retry_after", "seconds"),
    [
        (0, None, 5),
        (1, None, 10),
        (6, None, 320),
        (8, None, 900),
        (10_000, None, 900),
        (0, 0, 1),
        (5, 7, 7),
        (0, 10**9, 86_400),
    ],
)
def test_waits_grow_and_are_bounded(attempt: int, retry_after: int | None, seconds: int) -> None:
    assert delay(attempt, retry_after) == timedelta(seconds=seconds)
