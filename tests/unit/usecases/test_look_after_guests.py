"""What the directory says of expected guests is noted beside our own state."""

import pytest

from shared.domain.errors import GuestRefused, Unavailable
from shared.domain.failure import Failure
from shared.domain.invitation import Invitation, State
from shared.usecases.look_after_guests import look_after_guests
from shared.usecases.ports import MOST_AT_ONCE, Consent
from tests.samples import invitation
from tests.unit.fakes import World

ACCEPTED = Consent("Accepted", "2026-11-20T11:58:00Z")
PENDING = Consent("PendingAcceptance", "2026-11-20T11:00:00Z")


def expected(world: World, consent: Consent | None, **changed: object) -> Invitation:
    """Return an invitation of whose guest the directory says that."""
    fields: dict[str, object] = {"state": State.SENT, "guest_id": f"guest-{len(world.store.rows)}"}
    one = world.have(invitation(**(fields | changed)))
    world.directory.consents[one.guest_id] = consent
    return one


async def look(world: World) -> None:
    await look_after_guests(store=world.store, directory=world.directory, clock=world.clock)


@pytest.mark.parametrize("state", [State.QUEUED, State.SENT, State.ACCEPTED])
async def test_who_has_redeemed_is_noted_once(world: World, state: State) -> None:
    one = expected(world, ACCEPTED, state=state)
    await look(world)
    row = world.row(one)
    assert (row.state, row.consent, row.consent_changed) == (state, "Accepted", ACCEPTED.changed)
    assert world.store.kinds(one.id) == ["GuestRedeemed"]
    await look(world)
    assert world.row(one).version == row.version


async def test_who_has_not_is_noted_without_an_event(world: World) -> None:
    one = expected(world, PENDING)
    await look(world)
    assert world.row(one).consent == "PendingAcceptance"
    assert world.store.kinds(one.id) == []


@pytest.mark.parametrize("state", [State.QUEUED, State.SENT])
async def test_who_was_deleted_is_noted_once(world: World, state: State) -> None:
    one = expected(world, None, state=state)
    await look(world)
    row = world.row(one)
    assert row.guest_gone
    (event,) = world.store.events[one.id]
    assert (event.kind, event.details) == ("GuestGone", {"guest": one.guest_id})
    await look(world)
    assert world.row(one).version == row.version


async def test_who_is_back_is_expected_again(world: World) -> None:
    one = expected(world, PENDING, guest_gone=True)
    await look(world)
    assert not world.row(one).guest_gone


async def test_nobody_is_made_anew_after_accepting(world: World) -> None:
    one = expected(world, None, state=State.ACCEPTED)
    await look(world)
    assert world.row(one) == one


@pytest.mark.parametrize("state", [State.COMPLETED, State.FAILED, State.REVOKED, State.BLOCKED])
async def test_who_is_not_expected_is_not_asked_about(world: World, state: State) -> None:
    expected(world, None, state=state)
    expected(world, None, guest_id="")
    await look(world)
    assert world.directory.asked_at_once == []


async def test_many_are_asked_about_at_once(world: World) -> None:
    many = [expected(world, PENDING) for _ in range(MOST_AT_ONCE + 1)]
    await look(world)
    assert [len(asked) for asked in world.directory.asked_at_once] == [MOST_AT_ONCE, 1]
    assert all(world.row(one).consent for one in many)


async def test_a_change_in_between_is_not_overwritten(world: World) -> None:
    one = expected(world, ACCEPTED)
    world.rival(one, state=State.ACCEPTED)
    await look(world)
    assert (world.row(one).state, world.row(one).consent) == (State.ACCEPTED, "Accepted")


async def test_without_the_permission_nothing_is_known(world: World) -> None:
    one = expected(world, ACCEPTED)
    world.directory.failures = [GuestRefused(Failure("Authorization_RequestDenied", "may not"))]
    await look(world)
    assert world.row(one) == one


async def test_an_outage_is_told(world: World) -> None:
    expected(world, ACCEPTED)
    world.directory.failures = [Unavailable("Microsoft Graph")]
    with pytest.raises(Unavailable):
        await look(world)
