"""A resend to another address, with a reset: who signs in otherwise, and whose guest is deleted."""

import pytest

from shared.domain.errors import (
    InvalidRequest,
    Unavailable,
)
from shared.domain.invitation import State
from shared.usecases.ports import Consent
from tests.unit.fakes import World
from tests.unit.usecases.resending import ACCEPTED, resend, stored


async def test_an_address_of_somebody_else_is_never_reset_unasked(world: World) -> None:
    """A mistyped address may be another guest's, whose account would be given away."""
    one = stored(world)
    world.directory.consents["guest-9"] = ACCEPTED
    with pytest.raises(InvalidRequest):
        await resend(world, one, email="new@urs.example")
    assert world.directory.resets == []
    assert world.row(one) == one


@pytest.mark.parametrize("email", ["", "new@urs.example"])
@pytest.mark.parametrize("state", [State.SENT, State.ACCEPTED, State.COMPLETED])
async def test_who_has_redeemed_signs_in_otherwise_after_a_reset(
    world: World, state: State, email: str
) -> None:
    one = stored(
        world,
        state,
        consent="Accepted",
        consent_changed="2026",
        guest_created=True,
        access="granted",
    )
    world.directory.consents["guest-9"] = ACCEPTED
    await resend(world, one, email=email, reset=True)
    row = world.row(one)
    assert world.directory.resets == [("guest-9", email or one.guest.email)]
    assert (row.state, row.guest_id, row.redeem_url) == (
        State.QUEUED,
        "guest-9",
        "https://login.example/1",
    )
    assert (row.consent, row.consent_changed) == ("", "")
    assert not row.guest_created, "who has redeemed once is never deleted"
    assert row.access == "granted"
    assert world.store.events[one.id][-1].details["reset"] == "true"


async def test_a_completed_guest_who_was_deleted_gets_access_again(world: World) -> None:
    one = stored(world, State.COMPLETED, company_id="company-1", access="granted")
    world.directory.consents["guest-9"] = None
    del world.directory.guests[one.guest.email]
    await resend(world, one, reset=True)
    row = world.row(one)
    assert (row.guest_id, row.access, row.company_id) == ("guest-1", "", "company-1")


async def test_the_guest_of_a_mistyped_address_is_deleted_if_wanted(world: World) -> None:
    one = stored(world, guest_created=True)
    await resend(world, one, delete_guests=True, email="new@urs.example", reset=True)
    assert world.directory.deleted == ["guest-9"]
    assert world.store.kinds(one.id) == ["InvitationResent", "GuestDeleted"]


@pytest.mark.parametrize(
    ("consent", "created", "wanted"),
    [
        (Consent("PendingAcceptance"), True, False),
        (Consent("PendingAcceptance"), False, True),
        (ACCEPTED, True, True),
        (Consent("", guest=False), True, True),
        (None, True, True),
    ],
)
async def test_nobody_else_of_a_former_address_is_deleted(
    world: World, consent: Consent | None, created: bool, wanted: bool
) -> None:
    one = stored(world, guest_created=created)
    world.directory.consents["guest-9"] = consent
    await resend(world, one, delete_guests=wanted, email="new@urs.example", reset=True)
    assert world.directory.deleted == []
    assert world.row(one).guest.email == "new@urs.example"


async def test_a_former_guest_who_cannot_be_deleted_holds_nothing_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_guest_id: str) -> None:
        raise Unavailable("Microsoft Graph")

    monkeypatch.setattr(world.directory, "delete_guest", refuse)
    one = stored(world, guest_created=True)
    await resend(world, one, delete_guests=True, email="new@urs.example", reset=True)
    assert world.row(one).guest.email == "new@urs.example"


@pytest.mark.parametrize("consent", [None, Consent("PendingAcceptance"), Consent("", guest=False)])
async def test_who_has_nothing_to_reset_is_simply_invited(
    world: World, consent: Consent | None
) -> None:
    one = stored(world)
    world.directory.consents["guest-9"] = consent
    await resend(world, one, email="new@urs.example", reset=True)
    assert world.directory.resets == []
    assert "new@urs.example" in world.directory.guests
