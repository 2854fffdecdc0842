"""An invitation gets more time."""

from datetime import timedelta

import pytest

from shared.domain.caller import Caller
from shared.domain.errors import AddressAlreadyInvited, IllegalTransition, InvalidRequest
from shared.domain.invitation import Invitation, State
from shared.usecases.extend_invitation import extend_invitation
from tests.samples import LIFETIME, NOW, invitation
from tests.unit.fakes import World

ADMIN = Caller("tamer@gfms.example", admin=True)
DAY = timedelta(days=1)


async def extend(world: World, one: Invitation, days: int) -> Invitation:
    return await extend_invitation(
        one.id, days, ADMIN, store=world.store, blocks=world.blocks, clock=world.clock
    )


@pytest.mark.parametrize("state", [State.QUEUED, State.SENT])
async def test_it_runs_so_many_days_from_now(world: World, state: State) -> None:
    one = world.have(invitation(state=state))
    world.clock.advance(days=20)
    await extend(world, one, 40)
    row = world.row(one)
    assert (row.expires, row.state) == (NOW + 60 * DAY, state)
    (event,) = world.store.events[one.id]
    assert (event.kind, event.by) == ("InvitationExtended", "tamer@gfms.example")
    assert event.details == {
        "before": (NOW + LIFETIME).isoformat(), "until": (NOW + 60 * DAY).isoformat(),
    }  # fmt: skip


async def test_ninety_days_after_it_was_made_or_resent_is_the_end(world: World) -> None:
    one = world.have(invitation(state=State.SENT))
    world.clock.advance(days=10)
    with pytest.raises(InvalidRequest, match="80 at most"):
        await extend(world, one, 81)
    assert (await extend(world, one, 80)).expires == NOW + 90 * DAY
    two = world.have(invitation(state=State.SENT, resent=NOW + 10 * DAY))
    assert (await extend(world, two, 90)).expires == NOW + 100 * DAY


async def test_it_is_never_shortened(world: World) -> None:
    one = world.have(invitation(state=State.SENT))
    for days in (1, 30):
        with pytest.raises(InvalidRequest, match="fewer"):
            await extend(world, one, days)


@pytest.mark.parametrize("state", sorted(set(State) - {State.QUEUED, State.SENT}))
async def test_what_is_over_gets_no_time(world: World, state: State) -> None:
    with pytest.raises(IllegalTransition):
        await extend(world, world.have(invitation(state=state)), 40)


async def test_one_that_ran_out_opens_again_unless_its_address_is_taken(world: World) -> None:
    one = world.have(invitation(state=State.SENT))
    taken = world.have(invitation(state=State.SENT))
    world.clock.advance(days=31)
    other = invitation(organisation=taken.organisation, guest=taken.guest, expires=NOW + 90 * DAY)
    await world.store.claim(world.have(other), fingerprint="", idempotency_key="", now=NOW)
    assert not (await extend(world, one, 5)).expired(world.clock.now)
    with pytest.raises(AddressAlreadyInvited):
        await extend(world, taken, 5)
    assert world.row(taken).expired(world.clock.now)


async def test_who_accepts_first_needs_no_time(world: World) -> None:
    one = world.have(invitation(state=State.SENT))
    world.rival(one, state=State.ACCEPTED)
    with pytest.raises(IllegalTransition):
        await extend(world, one, 40)
