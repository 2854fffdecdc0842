"""A guest who was deleted before redeeming is made anew, once."""

import pytest

from shared.domain.errors import GuestRefused, LinkClosed, Unavailable
from shared.domain.failure import Failure
from shared.domain.invitation import Invitation, State
from shared.usecases.heal_guest import heal_guest
from shared.usecases.ports import Consent, DirectoryGuest
from tests.samples import NOW, invitation
from tests.unit.fakes import World


def stored(world: World, **changed: object) -> Invitation:
    """Return an invitation whose guest is gone."""
    fields = {"state": State.SENT, "guest_id": "gone", "redeem_url": "https://old"} | changed
    world.directory.consents["gone"] = None
    return world.have(invitation(**fields))


async def heal(world: World, one: Invitation) -> Invitation | None:
    return await heal_guest(one.id, store=world.store, directory=world.directory, clock=world.clock)


@pytest.mark.parametrize("state", [State.QUEUED, State.SENT])
async def test_a_deleted_guest_is_made_anew_once(world: World, state: State) -> None:
    one = stored(world, state=state)
    assert await heal(world, one)
    row = world.row(one)
    guest = world.directory.guests[one.guest.email]
    assert (row.state, row.guest_id, row.redeem_url) == (state, guest.id, guest.redeem_url)
    (event,) = world.store.events[one.id]
    assert (event.kind, event.details) == ("GuestHealed", {"from": "gone", "to": guest.id})
    world.directory.consents[guest.id] = None
    assert not await heal(world, one)
    assert world.row(one) == row


async def test_a_guest_who_is_there_is_left_alone(world: World) -> None:
    one = stored(world)
    world.directory.consents["gone"] = Consent("PendingAcceptance")
    assert not await heal(world, one)
    assert world.row(one) == one


async def test_a_guest_who_is_not_visible_yet_is_not_counted_as_deleted(world: World) -> None:
    one = stored(world)
    world.directory.guests[one.guest.email] = DirectoryGuest("gone", "https://new")
    assert not await heal(world, one)
    assert world.row(one) == one


@pytest.mark.parametrize("state", [State.ACCEPTED, State.COMPLETED])
async def test_who_has_redeemed_is_not_made_anew(world: World, state: State) -> None:
    one = stored(world, state=state)
    assert not await heal(world, one)
    assert world.directory.guests == {}


@pytest.mark.parametrize("changed", [{"state": State.REVOKED}, {"expires": NOW}])
async def test_what_is_over_stays_so(world: World, changed: dict[str, object]) -> None:
    one = stored(world, **changed)
    with pytest.raises(LinkClosed):
        await heal(world, one)
    assert world.directory.guests == {}


async def test_who_was_faster_is_respected(world: World) -> None:
    one = stored(world)
    world.rival(one, healed=True, guest_id="other")
    assert not await heal(world, one)
    assert world.row(one).guest_id == "other"


@pytest.mark.parametrize("error", [GuestRefused(Failure("x", "y")), Unavailable("Graph")])
async def test_what_goes_wrong_changes_nothing(world: World, error: GuestRefused) -> None:
    one = stored(world)
    world.directory.failures = [error]
    with pytest.raises(type(error)):
        await heal(world, one)
    assert world.row(one) == one
