"""A resend that is refused, or that somebody else interferes with."""

import pytest

from shared.domain.errors import (
    AddressAlreadyInvited,
    GuestRefused,
    IllegalTransition,
    InvitationNotFound,
    TooSoon,
    Unavailable,
)
from shared.domain.failure import Failure
from shared.domain.invitation import Person, State
from tests.samples import NOW, invitation
from tests.unit.fakes import World
from tests.unit.usecases.resending import resend, stored
from tests.unit.usecases.sending import send


@pytest.mark.parametrize("state", [State.COMPLETED, State.REVOKED, State.BLOCKED, State.ACCEPTED])
async def test_what_is_over_is_not_sent_again(world: World, state: State) -> None:
    one = stored(world, state)
    with pytest.raises(IllegalTransition):
        await resend(world, one)
    assert world.row(one) == one
    assert world.store.claims == {}
    assert world.queue.tasks == []


async def test_an_unknown_invitation_is_told(world: World) -> None:
    with pytest.raises(InvitationNotFound):
        await resend(world, invitation())


async def test_a_refusal_changes_nothing_and_stands_in_the_history(world: World) -> None:
    one = stored(world)
    refused = GuestRefused(Failure("BadRequest", "Group.", kind="group-address"))
    world.directory.failures = [refused]
    with pytest.raises(GuestRefused):
        await resend(world, one, email="all@urs.example", reset=True)
    row = world.row(one)
    assert (row.state, row.guest, row.round) == (one.state, one.guest, 0)
    (event,) = world.store.events[one.id]
    assert (event.kind, event.details["kind"]) == ("ResendRefused", "group-address")
    assert world.queue.tasks == []
    # The address that was refused is held no longer.
    await world.store.claim(
        invitation(organisation=one.organisation, guest=Person("All", "all@urs.example")),
        fingerprint="body",
        idempotency_key="",
        now=NOW,
    )


async def test_the_address_may_have_gone_to_another_invitation(world: World) -> None:
    one = stored(world, expires=NOW)
    other = world.have(invitation(organisation=one.organisation, guest=one.guest))
    await world.store.claim(other, fingerprint="", idempotency_key="", now=NOW)
    with pytest.raises(AddressAlreadyInvited) as caught:
        await resend(world, one)
    assert caught.value.invitation_id == other.id
    assert world.queue.tasks == []


async def test_who_was_faster_is_respected(world: World) -> None:
    one = stored(world)
    world.rival(one, state=State.REVOKED)
    with pytest.raises(IllegalTransition):
        await resend(world, one)
    assert world.row(one).state is State.REVOKED
    ((task, _),) = world.queue.tasks
    await send(world, task)
    assert world.mailer.sent == []


async def test_it_is_sent_again_once_in_five_minutes(world: World) -> None:
    one = stored(world, State.SENT)
    await resend(world, one, idempotency_key="key")
    world.clock.advance(minutes=4, seconds=59.5)
    with pytest.raises(TooSoon) as caught:
        await resend(world, one)
    assert caught.value.retry_after == 1
    assert (await resend(world, one, idempotency_key="key")).replayed
    world.clock.advance(seconds=0.5)
    await resend(world, one)
    assert world.store.kinds(one.id) == ["InvitationResent"] * 2


async def test_of_two_at_once_one_is_too_soon(world: World) -> None:
    one = stored(world, State.SENT)
    world.rival(one, resent=NOW)
    with pytest.raises(TooSoon):
        await resend(world, one)


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.COMPLETED])
async def test_what_is_erased_is_not_sent_again(world: World, state: State) -> None:
    with pytest.raises(IllegalTransition):
        await resend(world, stored(world, state, erasing=True), reset=True)


async def test_an_outage_of_the_directory_changes_nothing(world: World) -> None:
    one = stored(world)
    world.directory.failures = [Unavailable("Microsoft Graph", 3)]
    with pytest.raises(Unavailable):
        await resend(world, one)
    assert world.row(one) == one
    await resend(world, one)
    assert world.row(one).state is State.QUEUED
