"""An invitation is withdrawn; a guest is deleted only where that harms nobody."""

import pytest

from shared.domain.caller import Caller
from shared.domain.errors import IllegalTransition, Unavailable
from shared.domain.invitation import Invitation, State
from shared.usecases.ports import Consent
from shared.usecases.revoke_invitation import revoke_invitation
from tests.samples import invitation
from tests.unit.fakes import World


async def revoke(world: World, one: Invitation, *, delete_guests: bool = True) -> Invitation:
    return await revoke_invitation(
        one.id,
        by="tamer@gfms.example",
        caller=Caller("", admin=True),
        delete_guests=delete_guests,
        store=world.store,
        directory=world.directory,
        clock=world.clock,
    )


def stored(world: World, state: State = State.SENT, **changed: object) -> Invitation:
    fields = {"guest_id": "guest-9", "guest_created": True} | changed
    return world.have(invitation(state=state, **fields))


@pytest.mark.parametrize("state", [State.QUEUED, State.SENT, State.ACCEPTED, State.FAILED])
async def test_what_is_not_completed_is_revoked_once(world: World, state: State) -> None:
    one = stored(world, state)
    await revoke(world, one, delete_guests=False)
    revoked = await revoke(world, one, delete_guests=False)
    assert revoked == world.row(one)
    assert revoked.state is State.REVOKED
    (event,) = world.store.events[one.id]
    assert (event.kind, event.by) == ("InvitationRevoked", "tamer@gfms.example")
    assert event.details == {"from": state.value}
    assert world.directory.deleted == []


@pytest.mark.parametrize("state", [State.COMPLETED, State.BLOCKED])
async def test_what_is_over_is_not_revoked(world: World, state: State) -> None:
    one = stored(world, state)
    with pytest.raises(IllegalTransition):
        await revoke(world, one)
    assert world.row(one) == one


async def test_a_guest_that_this_app_made_and_that_never_redeemed_is_deleted(
    world: World,
) -> None:
    one = stored(world)
    await revoke(world, one)
    await revoke(world, one)
    assert world.directory.deleted == ["guest-9"]
    assert world.store.kinds(one.id) == ["InvitationRevoked", "GuestDeleted"]


@pytest.mark.parametrize(
    ("state", "created", "consent"),
    [
        (State.SENT, False, Consent("PendingAcceptance")),
        (State.SENT, True, Consent("Accepted")),
        (State.SENT, True, Consent("")),
        (State.SENT, True, Consent("PendingAcceptance", guest=False)),
        (State.SENT, True, None),
        (State.ACCEPTED, True, Consent("PendingAcceptance")),
    ],
)
async def test_nobody_else_is_ever_deleted(
    world: World, state: State, created: bool, consent: Consent | None
) -> None:
    one = stored(world, state, guest_created=created)
    world.directory.consents["guest-9"] = consent
    await revoke(world, one)
    assert world.directory.deleted == []
    assert world.store.kinds(one.id) == ["InvitationRevoked"]


async def test_an_outage_leaves_it_revoked_and_the_next_request_finishes(world: World) -> None:
    one = stored(world)
    world.directory.failures = [Unavailable("Microsoft Graph", 3)]
    with pytest.raises(Unavailable):
        await revoke(world, one)
    assert world.row(one).state is State.REVOKED
    await revoke(world, one)
    assert world.directory.deleted == ["guest-9"]


async def test_who_accepts_meanwhile_is_not_deleted(world: World) -> None:
    one = stored(world)
    world.rival(one, state=State.ACCEPTED)
    await revoke(world, one)
    assert world.row(one).state is State.REVOKED
    assert world.directory.deleted == []
