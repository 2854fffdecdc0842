"""A failed sign-in is noted once an hour for each reason, and nothing is noted of who tried."""

from datetime import timedelta

import pytest

from shared.domain.errors import Unavailable
from shared.domain.invitation import Event, Invitation, State
from shared.usecases import note_sign_in
from shared.usecases.note_sign_in import EVERY, note_sign_in_problem
from tests.samples import invitation
from tests.unit.fakes import World


async def fail(world: World, one: Invitation, why: str = "blocked", code: str = "") -> bool:
    return await note_sign_in_problem(one.id, why, code, store=world.store, clock=world.clock)


async def test_the_reason_is_noted_and_nothing_else_changes(world: World) -> None:
    one = world.have(invitation(state=State.SENT))
    assert await fail(world, one, "blocked", "AADSTS53003")
    (event,) = world.store.events[one.id]
    assert (event.kind, event.by) == ("SignInFailed", "RedeemInvitation")
    assert event.details == {"why": "blocked", "code": "AADSTS53003"}
    after = world.row(one).having(event_count=0, revision=0)
    assert after == one.having(event_count=0, revision=0)


async def test_each_reason_is_noted_once_an_hour(world: World) -> None:
    one = world.have(invitation(state=State.SENT))
    assert await fail(world, one)
    assert not await fail(world, one, code="AADSTS99999")
    assert await fail(world, one, "declined")
    world.clock.now += EVERY - timedelta(seconds=1)
    assert not await fail(world, one)
    world.clock.now += timedelta(seconds=1)
    assert await fail(world, one)
    assert world.store.kinds(one.id) == ["SignInFailed"] * 3


async def test_two_at_once_are_noted_once(world: World) -> None:
    one = world.have(invitation(state=State.SENT))

    def rival() -> None:
        world.store.put(world.row(one))
        event = Event("SignInFailed", world.clock(), "RedeemInvitation", {"why": "blocked"})
        world.store.events[one.id].append(event)

    world.store.meanwhile = rival
    assert not await fail(world, one)
    assert world.store.kinds(one.id) == ["SignInFailed"]


async def test_a_history_stays_readable(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(note_sign_in, "MOST", 3)
    one = world.have(invitation(state=State.SENT))
    for number in range(5):
        await fail(world, one, f"reason{number}")
    assert len(world.store.events[one.id]) == 3


@pytest.mark.parametrize("changed", [{"erased": True}, {"erasing": True}])
async def test_an_erased_invitation_is_left_alone(world: World, changed: dict[str, bool]) -> None:
    one = world.have(invitation(state=State.REVOKED, **changed))
    assert not await fail(world, one)
    assert world.row(one) == one
    assert not await note_sign_in_problem("x", "y", "", store=world.store, clock=world.clock)


async def test_an_outage_does_not_stop_the_page(world: World) -> None:
    one = world.have(invitation(state=State.SENT))
    world.store.outage = Unavailable("storage")
    assert not await fail(world, one)
