"""Only the invited guest accepts, once (J4)."""

import pytest

from shared.domain.errors import InvitationNotFound, LinkClosed, WrongAccount
from shared.domain.invitation import Invitation, State
from shared.domain.letter import Kind
from shared.usecases.accept_invitation import (
    Identity,
    accept_invitation,
    invitation_to_accept,
)
from tests.samples import LIFETIME, NOW, invitation
from tests.unit.fakes import World

TENANT = "5f1c2d7e-93a4-4a0b-8a55-0b7d2f6c1e90"
GUEST = Identity("guest-1", TENANT, "willy@urs-mechanik.example", "Willy")


def sent(world: World, **changed: object) -> Invitation:
    fields = {"state": State.SENT, "guest_id": "guest-1"} | changed
    return world.have(invitation(**fields))


async def accept(world: World, one: Invitation, identity: Identity = GUEST) -> Invitation:
    return await accept_invitation(
        one.id,
        identity,
        tenant_id=TENANT,
        store=world.store,
        queue=world.queue,
        clock=world.clock,
        new_id=world.new_id,
        desk=world.desk,
    )


@pytest.mark.parametrize("state", [State.QUEUED, State.SENT])
async def test_the_guest_accepts(world: World, state: State) -> None:
    one = sent(world, state=state)
    accepted = await accept(world, one)
    assert accepted == world.row(one)
    assert accepted.state is State.ACCEPTED
    (event,) = world.store.events[one.id]
    assert (event.kind, event.at, event.by) == ("InvitationAccepted", NOW, "guest-1")


async def test_who_has_a_company_already_is_done_at_once(world: World) -> None:
    one = sent(world, company_id="company-1", access="granted")
    accepted = await accept(world, one)
    assert (accepted.state, accepted.access) == (State.COMPLETED, "granted")
    assert world.store.kinds(one.id) == ["InvitationAccepted"]
    assert world.queue.tasks == []


async def test_a_guest_of_a_new_object_gets_access_again(world: World) -> None:
    one = sent(world, company_id="company-1", access="")
    accepted = await accept(world, one)
    assert (accepted.state, accepted.access) == (State.COMPLETED, "queued")
    ((task, _),) = world.queue.tasks
    assert task.invitation_id == one.id


async def test_the_inviter_is_told_once(world: World) -> None:
    one = sent(world)
    world.rival(one, way="entra")
    await accept(world, one)
    await accept(world, one)
    (letter,) = world.store.letters.values()
    assert (letter.kind, letter.to) == (Kind.ACCEPTED, one.inviter)
    ((task, _),) = world.announced.tasks
    assert (task.invitation_id, task.letter) == (one.id, letter.id)


async def test_an_acceptance_that_another_press_noted_tells_nothing_more(world: World) -> None:
    one = sent(world)
    world.rival(one, state=State.ACCEPTED)
    await accept(world, one)
    assert world.store.letters == {}


async def test_accepting_again_changes_nothing(world: World) -> None:
    one = sent(world)
    first = await accept(world, one)
    assert await accept(world, one) == first
    assert world.row(one).version == first.version
    assert len(world.store.events[one.id]) == 1


@pytest.mark.parametrize("state", [State.ACCEPTED, State.COMPLETED])
async def test_who_is_further_stays_there(world: World, state: State) -> None:
    one = sent(world, state=state)
    world.clock.now = NOW + 2 * LIFETIME
    assert (await accept(world, one)).state is state


@pytest.mark.parametrize(
    "stranger",
    [
        Identity("guest-2", TENANT, "eve@evil.example", "Eve"),
        Identity("guest-1", "another tenant", "eve@evil.example", "Eve"),
        Identity("", TENANT, "eve@evil.example", "Eve"),
        Identity("GUEST-1", TENANT, "eve@evil.example", "Eve"),
        Identity("guest-2", TENANT, "willy@urs-mechanik.example", "the same address"),
    ],
)
@pytest.mark.parametrize("state", [State.SENT, State.ACCEPTED, State.COMPLETED])
async def test_nobody_else_does(world: World, stranger: Identity, state: State) -> None:
    one = sent(world, state=state, language="hu")
    with pytest.raises(WrongAccount) as caught:
        await accept(world, one, stranger)
    wrong = caught.value
    assert (wrong.invited, wrong.signed_in) == (one.guest.email, stranger.address)
    assert wrong.language == "hu"
    assert world.row(one) == one
    assert world.store.events[one.id] == []


async def test_an_identity_without_an_id_is_never_a_guest_who_has_none_yet(world: World) -> None:
    one = sent(world, state=State.QUEUED, guest_id="")
    with pytest.raises(LinkClosed, match="preparing"):
        await accept(world, one, Identity("", TENANT, "", ""))


async def test_a_lost_race_is_read_again(world: World) -> None:
    one = sent(world, state=State.QUEUED)
    world.rival(one, state=State.SENT)
    assert (await accept(world, one)).state is State.ACCEPTED
    other = sent(world)
    world.rival(other, state=State.REVOKED)
    with pytest.raises(LinkClosed, match="revoked"):
        await accept(world, other)
    assert world.row(other).state is State.REVOKED


async def test_two_browsers_at_once_accept_once(world: World) -> None:
    one = sent(world)
    world.rival(one, state=State.ACCEPTED)
    assert (await accept(world, one)).state is State.ACCEPTED
    assert world.store.events[one.id] == []


@pytest.mark.parametrize("state", [State.FAILED, State.REVOKED, State.BLOCKED])
async def test_a_closed_invitation_is_not_accepted(world: World, state: State) -> None:
    with pytest.raises(LinkClosed, match=state.value):
        await accept(world, sent(world, state=state))


async def test_an_expired_invitation_is_not_accepted(world: World) -> None:
    one = sent(world)
    world.clock.now = NOW + LIFETIME
    with pytest.raises(LinkClosed, match="expired"):
        await accept(world, one)
    assert world.row(one) == one


@pytest.mark.parametrize("text", ["", "x", "3dcc6a62-e53e-40c8-8e6c-c0e588912b4a"])
async def test_what_is_no_invitation_is_not_found(world: World, text: str) -> None:
    with pytest.raises(InvitationNotFound):
        await invitation_to_accept(text, store=world.store, clock=world.clock)
