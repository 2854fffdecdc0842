"""Claim, guest, enqueue, store, answer (design.md, Storage)."""

import dataclasses
from datetime import timedelta

import pytest

from shared.domain.errors import (
    AddressAlreadyInvited,
    GuestRefused,
    IdempotencyKeyReused,
    Unavailable,
)
from shared.domain.failure import Failure
from shared.domain.invitation import Person, State
from shared.usecases.create_invitation import (
    CREATE_WINDOW,
    InvitationMade,
    InviteGuest,
    create_invitation,
)
from shared.usecases.ports import DirectoryGuest, Task, Way
from tests.samples import COMPANY, LIFETIME, NOW
from tests.unit.fakes import World

COMMAND = InviteGuest(
    guest=Person("Willy URS", "willy@urs-mechanik.example"),
    inviter=Person("Mohamed-Nour, Tamer", "tamer@gfms.example"),
    organisation="GFMS",
    language="fr",
    message="Hello",
    company=COMPANY,
    roles=("customer",),
    redirect_url="https://rconnect.example/start",
)


async def create(
    world: World, command: InviteGuest = COMMAND, guest_timeout: float = 5.0
) -> InvitationMade:
    return await create_invitation(
        command,
        store=world.store,
        blocks=world.blocks,
        directory=world.directory,
        ways=world.ways,
        queue=world.queue,
        quota=world.quota,
        clock=world.clock,
        new_id=world.new_id,
        lifetime=LIFETIME,
        guest_timeout=guest_timeout,
    )


async def test_a_new_invitation_is_stored_with_its_guest_and_waits_to_be_sent(
    world: World,
) -> None:
    made = await create(world)
    guest = world.directory.guests["willy@urs-mechanik.example"]
    invitation = world.row(made.invitation)
    assert made == InvitationMade(invitation, replayed=False)
    assert (invitation.guest_id, invitation.redeem_url) == (guest.id, guest.redeem_url)
    assert invitation.state is State.QUEUED
    assert (invitation.created, invitation.expires) == (NOW, NOW + timedelta(days=30))
    for name in ("guest", "inviter", "organisation", "language", "message", "company", "roles"):
        assert getattr(invitation, name) == getattr(COMMAND, name)
    assert invitation.redirect_url == COMMAND.redirect_url
    ((task, delay),) = world.queue.tasks
    assert (task.invitation_id, task.created, task.attempt) == (invitation.id, NOW, 0)
    assert delay == timedelta()
    assert task.ticket != invitation.id
    assert world.store.kinds(invitation.id) == ["InvitationCreated"]
    assert world.store.events[invitation.id][0].by == "tamer@gfms.example"


@pytest.mark.parametrize(
    ("is_open", "prefers", "language"),
    [
        (False, "ko", "fr"),
        (True, "ko-KR", "ko"),
        (True, "zh-TW", "zh-Hant"),
        (True, "tlh", "fr"),
        (True, "not a tag", "fr"),
        (True, "", "fr"),
    ],
)
async def test_a_language_that_nobody_asked_for_is_the_guests(
    world: World, is_open: bool, prefers: str, language: str
) -> None:
    """E9; `fr` is asked for, or the default."""
    known = DirectoryGuest("guest-1", "https://login.example/redeem", language=prefers)
    world.directory.guests[COMMAND.guest.email] = known
    made = await create(world, dataclasses.replace(COMMAND, language_open=is_open))
    assert world.row(made.invitation).language == language


async def test_the_same_request_again_is_the_same_in_any_language(world: World) -> None:
    command = dataclasses.replace(COMMAND, language_open=True, idempotency_key="key")
    known = DirectoryGuest("guest-1", "https://login.example/redeem", language="hu")
    world.directory.guests[COMMAND.guest.email] = known
    made = await create(world, command)
    again = await create(world, command)
    assert again.replayed
    assert again.invitation.language == made.invitation.language == "hu"


async def test_who_cannot_wait_leaves_the_guest_to_the_queue(world: World) -> None:
    made = await create(world, dataclasses.replace(COMMAND, respond_async=True))
    assert world.directory.guests == {}
    assert world.row(made.invitation).guest_id == ""
    assert len(world.queue.tasks) == 1


async def test_that_one_is_of_bulk_is_kept_and_makes_no_other_request(world: World) -> None:
    keyed = dataclasses.replace(COMMAND, idempotency_key="order-1")
    made = await create(world, dataclasses.replace(keyed, bulk=True))
    assert world.row(made.invitation).bulk
    assert (await create(world, keyed)).replayed


async def test_the_way_that_awaits_the_guest_is_kept(world: World) -> None:
    world.ways.ways["urs-mechanik.example"] = Way("entra", "URS Mechanik")
    invitation = world.row((await create(world)).invitation)
    assert (invitation.way, invitation.tenant_name) == ("entra", "URS Mechanik")


async def test_nobody_waits_for_the_way_alone(world: World) -> None:
    world.ways.slow = 5.0
    invitation = world.row((await create(world, guest_timeout=0.05)).invitation)
    assert invitation.guest_id
    assert invitation.way == ""


async def test_a_slow_directory_is_not_waited_for(world: World) -> None:
    world.directory.slow = 30
    made = await create(world, guest_timeout=0.01)
    assert world.row(made.invitation).guest_id == ""
    assert len(world.queue.tasks) == 1


async def test_a_directory_that_is_down_is_left_to_the_queue(world: World) -> None:
    world.directory.failures = [Unavailable("Microsoft Graph", 30)]
    made = await create(world)
    assert world.row(made.invitation).guest_id == ""
    assert len(world.queue.tasks) == 1


async def test_a_refused_guest_leaves_nothing_and_the_address_free(world: World) -> None:
    world.directory.failures = [GuestRefused(Failure("BadRequest", "The domain is not allowed."))]
    command = dataclasses.replace(COMMAND, idempotency_key="key")
    with pytest.raises(GuestRefused, match="The domain is not allowed"):
        await create(world, command)
    assert world.store.rows == {}
    assert world.queue.tasks == []
    assert not world.store.claims
    assert not world.store.keys
    other = dataclasses.replace(command, message="another body, the same key")
    assert not (await create(world, other)).replayed


async def test_an_address_is_invited_once(world: World) -> None:
    first = await create(world)
    with pytest.raises(AddressAlreadyInvited) as caught:
        await create(world, dataclasses.replace(COMMAND, message="again"))
    assert caught.value.invitation_id == first.invitation.id
    assert len(world.store.rows) == len(world.queue.tasks) == 1


@pytest.mark.parametrize("state", [State.COMPLETED, State.REVOKED, State.FAILED])
async def test_the_address_of_a_closed_invitation_is_taken_over(world: World, state: State) -> None:
    first = (await create(world)).invitation
    world.have(first.having(state=state))
    second = (await create(world, dataclasses.replace(COMMAND, message="again"))).invitation
    assert second.id != first.id
    assert second.guest_id == first.guest_id, "the guest is the one that is there"


async def test_the_address_of_an_expired_invitation_is_taken_over(world: World) -> None:
    first = (await create(world)).invitation
    world.clock.advance(days=30)
    second = (await create(world, dataclasses.replace(COMMAND, message="again"))).invitation
    assert second.id != first.id
    assert second.expires == first.expires + timedelta(days=30)


async def test_a_repeated_request_is_answered_with_what_it_made(world: World) -> None:
    command = dataclasses.replace(COMMAND, idempotency_key="key")
    first = await create(world, command)
    again = await create(world, dataclasses.replace(command, respond_async=True))
    assert again == InvitationMade(first.invitation, replayed=True)
    assert len(world.queue.tasks) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"message": "other"},
        {"roles": ()},
        {"company": dataclasses.replace(COMPANY, city="Nidau")},
        {"guest": Person("Willy", "willy@urs-mechanik.example")},
        {"language": "en"},
        {"redirect_url": ""},
    ],
)
async def test_a_key_is_for_one_body(world: World, changed: dict[str, object]) -> None:
    command = dataclasses.replace(COMMAND, idempotency_key="key")
    await create(world, command)
    with pytest.raises(IdempotencyKeyReused):
        await create(world, dataclasses.replace(command, **changed))  # type: ignore[arg-type]  # of any field


async def test_a_crash_before_the_row_is_made_good_by_the_same_request(world: World) -> None:
    world.queue.outage = Unavailable("storage", 5)
    with pytest.raises(Unavailable):
        await create(world)
    assert world.store.rows == {}
    world.queue.outage = None
    made = await create(world)
    assert made.invitation.id in world.store.rows
    assert [held.id for held in world.store.claims.values()] == [made.invitation.id]


async def test_who_took_too_long_stores_nothing_that_nobody_would_send(world: World) -> None:
    real = world.queue.send

    async def stall(task: Task, delay: timedelta = timedelta()) -> None:
        await real(task, delay)
        world.clock.now += CREATE_WINDOW

    world.queue.send = stall  # type: ignore[method-assign]  # the queue answers after 5 minutes
    with pytest.raises(Unavailable):
        await create(world)
    assert world.store.rows == {}


async def test_storage_that_is_down_is_told(world: World) -> None:
    world.store.outage = Unavailable("storage", 5)
    with pytest.raises(Unavailable):
        await create(world)
    assert world.directory.guests == {}
    assert world.queue.tasks == []
