"""What happened is told, once or twice, and nothing else is."""

import dataclasses
from datetime import timedelta

import pytest

from shared.domain.errors import Unavailable
from shared.domain.happening import TYPES, reference
from shared.domain.invitation import Event, Invitation
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.happenings import (
    PATIENCE,
    Happening,
    keep_trying,
    publish_happening,
    tell_created,
)
from shared.usecases.ports import Task
from tests.samples import NOW, invitation
from tests.unit.fakes import World
from tests.unit.usecases.sending import OUTAGE, give_up, queued, send

SOURCE = "https://invite.example"
REFUSED = Event(
    "InvitationFailed",
    NOW + timedelta(hours=1),
    "SendInvitation",
    {"code": "BadRequest", "reason": "No such domain.", "kind": "", "answer": "kept to ourselves"},
)


def happened(world: World, *events: Event) -> Invitation:
    one = world.have(
        invitation(guest_id="guest-1", redeem_url="https://login.example/secret?redeem")
    )
    world.store.events[one.id] += events
    return one


async def publish(world: World, happening: Happening) -> None:
    await publish_happening(
        happening,
        store=world.store,
        queue=world.history,
        events=world.events,
        source=SOURCE,
        clock=world.clock,
    )


def of(one: Invitation, number: int, event: Event) -> Happening:
    return Happening(one.id, number, NOW, event.kind, event.at)


async def test_an_event_is_a_cloud_event_without_the_guests_secrets(world: World) -> None:
    one = happened(world, Event("InvitationCreated", NOW, "tamer@gfms.example"), REFUSED)
    await publish(world, of(one, 2, REFUSED))
    (event,) = world.events.published
    named = reference(one.id)
    assert event == {
        "specversion": "1.0",
        "id": f"{named}:2",
        "source": SOURCE,
        "type": "invitation.failed",
        "subject": named,
        "time": "2026-11-20T13:00:00.250000+00:00",
        "datacontenttype": "application/json",
        "sequence": "000002",
        "data": {
            "invitation": named,
            "guest": {"name": one.guest.name, "email": one.guest.email, "id": "guest-1"},
            "organisation": one.organisation,
            "inviter": {"name": one.inviter.name, "email": one.inviter.email},
            "language": "en",
            "roles": ["customer"],
            "expires": one.expires.isoformat(),
            "by": "SendInvitation",
            "details": {"code": "BadRequest", "reason": "No such domain."},
        },
    }
    for secret in (one.id, one.redeem_url, "kept to ourselves"):
        assert secret not in str(event)
    assert world.history.told == []


def test_a_reference_is_the_same_for_ever_and_tells_no_id() -> None:
    one = "7ecbaadb-3c74-4d57-90aa-7d0678fd81f6"
    assert reference(one) == "d1248bded205078c817454fe7bcd93d6"
    assert reference(one) != reference(one.replace("7", "8"))


async def test_what_is_published_again_has_the_same_id(world: World) -> None:
    one = happened(world, REFUSED)
    await publish(world, of(one, 1, REFUSED))
    world.clock.advance(hours=3)
    await publish(world, of(one, 1, REFUSED))
    first, second = world.events.published
    assert first == second


async def test_an_event_that_is_not_stored_yet_is_waited_for_and_then_given_up(
    world: World,
) -> None:
    one = happened(world)
    happening = of(one, 1, REFUSED)
    await publish(world, happening)
    ((later, delay),) = world.history.told
    assert later == dataclasses.replace(happening, attempt=1)
    assert delay == timedelta(seconds=1)
    world.store.events[one.id].append(REFUSED)
    await publish(world, later)
    assert len(world.events.published) == 1
    del world.store.events[one.id][:]
    world.clock.advance(seconds=(CREATE_WINDOW * 2).total_seconds())
    world.history.told.clear()
    await publish(world, later)
    assert world.history.told == []
    assert len(world.events.published) == 1


@pytest.mark.parametrize(
    "other",
    [
        dataclasses.replace(REFUSED, kind="InvitationRevoked"),
        dataclasses.replace(REFUSED, at=REFUSED.at + timedelta(seconds=1)),
    ],
)
async def test_who_lost_a_race_leaves_the_event_to_the_winners_message(
    world: World, other: Event
) -> None:
    one = happened(world, REFUSED)
    await publish(world, of(one, 1, other))
    assert world.events.published == []
    assert world.history.told == []


async def test_a_time_that_storage_rounds_is_still_the_same(world: World) -> None:
    one = happened(world, REFUSED)
    rounded = dataclasses.replace(REFUSED, at=REFUSED.at + timedelta(microseconds=2))
    await publish(world, of(one, 1, rounded))
    assert len(world.events.published) == 1


async def test_what_is_of_no_interest_is_not_told(world: World) -> None:
    assert "GuestInvited" not in TYPES
    one = happened(world, Event("GuestInvited", NOW, "SendInvitation"))
    await publish(world, Happening(one.id, 1, NOW))
    assert world.events.published == []


async def test_an_outage_puts_the_message_off(world: World) -> None:
    one = happened(world, REFUSED)
    world.store.outage = Unavailable("storage", 7)
    await publish(world, of(one, 1, REFUSED))
    ((later, delay),) = world.history.told
    assert (later.attempt, delay) == (1, timedelta(seconds=7))


async def test_a_creation_is_told_by_the_first_message_that_sends(world: World) -> None:
    one, task = queued(world)
    world.mailer.failures = [OUTAGE, OUTAGE]
    await send(world, task)
    ((told, _),) = world.history.told
    assert told == Happening(one.id, 1, NOW)
    ((again, _),) = world.queue.tasks
    assert again.told
    await send(world, again)
    assert len(world.history.told) == 1, "it is told once, however often it is put off"


async def test_a_creation_is_told_though_sending_breaks(world: World) -> None:
    one, task = queued(world)
    await give_up(world, task)
    assert [told.number for told, _ in world.history.told] == [1]
    assert world.store.kinds(one.id) == ["InvitationFailed"]


@pytest.mark.parametrize("other", [{"letter": "l"}, {"told": True}, {"round": 2}])
async def test_other_messages_tell_of_no_creation(world: World, other: dict[str, object]) -> None:
    task = dataclasses.replace(Task("i", "t", NOW), **other)  # type: ignore[arg-type]  # of any field
    await tell_created(task, queue=world.history, clock=world.clock)
    assert world.history.told == []


async def test_a_creation_that_cannot_be_told_now_is_not_sent_yet(world: World) -> None:
    one, task = queued(world)
    world.history.outage = Unavailable("storage", 3)
    await send(world, task)
    assert world.mailer.sent == []
    ((again, delay),) = world.queue.tasks
    assert (again.told, again.invitation_id) == (False, one.id)
    assert delay == timedelta(seconds=3)


async def test_a_poison_message_is_kept_for_a_week(world: World) -> None:
    happening = Happening("i", 3, NOW, "InvitationSent", NOW, attempt=9)
    assert await keep_trying(happening, queue=world.history, clock=world.clock)
    assert world.history.told == [
        (dataclasses.replace(happening, attempt=0), timedelta(minutes=15))
    ]
    world.clock.advance(seconds=PATIENCE.total_seconds())
    assert not await keep_trying(happening, queue=world.history, clock=world.clock)
    assert len(world.history.told) == 1
