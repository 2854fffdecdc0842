"""People are erased: what stays is a record with pseudonyms that can be followed."""

import dataclasses

import pytest

from shared.domain.caller import Caller
from shared.domain.errors import InvitationNotFound
from shared.domain.invitation import Invitation, Person, State
from shared.domain.letter import Kind
from shared.usecases.accept_invitation import invitation_to_accept
from shared.usecases.erase_ended import erase_ended
from shared.usecases.erase_invitation import delete_invitation
from tests.samples import LIFETIME, NOW
from tests.unit.fakes import ERASER, World
from tests.unit.usecases.forgetting import (
    ADMIN,
    DAY,
    SECRETS,
    TAMER,
    WILLY,
    everything,
    letter,
    rich,
)


async def retain(world: World, days: int, most: int = 100) -> int:
    return await erase_ended(
        life=world.life, erasing=world.erasing, clock=world.clock, period=days * DAY, most=most
    )


async def test_an_ended_invitation_is_erased_but_for_its_record(world: World) -> None:
    one = rich(world)
    await world.store.claim(one, fingerprint="", idempotency_key="", now=NOW)
    await letter(world, one, Kind.WELCOME)
    world.clock.advance(days=31)
    assert await retain(world, 30) == 1
    kept = everything(world, one)
    assert [secret for secret in SECRETS if secret in kept] == []
    row, events = world.row(one), world.store.events[one.id]
    assert (row.state, row.erased, row.failure_kind) == (State.COMPLETED, True, "email-bounced")
    assert (row.created, row.expires, row.organisation) == (one.created, one.expires, "GFMS")
    assert row.guest == Person("", ERASER.pseudonym(WILLY))
    assert [event.kind for event in events] == [
        "InvitationCreated", "InvitationResent", "InvitationSent", "EmailBounced",
        "InvitationAccepted", "CompanyCreated", "InvitationErased",
    ]  # fmt: skip
    guest = ERASER.pseudonym(WILLY)
    assert [event.by for event in events] == [
        ERASER.pseudonym(TAMER), ERASER.pseudonym("tamer himself"), "SendInvitation",
        "DeliveryReports", guest, guest, "EraseEnded",
    ]  # fmt: skip
    assert events[1].details == {"from": "sent", "to": guest}
    assert events[5].details == {"company": "company-1"}
    assert world.store.claims == {}
    assert await retain(world, 30) == 0


async def test_the_same_person_has_the_same_pseudonym_and_the_key_makes_it(world: World) -> None:
    assert ERASER.pseudonym("Willy@X.example") == ERASER.pseudonym("willy@x.example")
    assert ERASER.pseudonym(ERASER.pseudonym(WILLY)) == ERASER.pseudonym(WILLY)
    other = dataclasses.replace(ERASER, key="another")
    assert other.pseudonym(WILLY) != ERASER.pseudonym(WILLY)


@pytest.mark.parametrize(
    ("changed", "days", "erased"),
    [
        ({"state": State.REVOKED, "ended": NOW}, 30, False),
        ({"state": State.REVOKED, "ended": NOW}, 31, True),
        ({"state": State.FAILED, "ended": NOW}, 31, True),
        ({"state": State.BLOCKED, "ended": NOW}, 31, True),
        ({"state": State.ACCEPTED, "ended": None}, 400, False),
        ({"state": State.SENT, "ended": None}, 60, False),
        ({"state": State.SENT, "ended": None}, 61, True),
    ],
)
async def test_what_ended_long_enough_ago(
    world: World, changed: dict[str, object], days: int, erased: bool
) -> None:
    one = rich(world, **changed)
    world.clock.now = NOW + days * DAY
    assert await retain(world, 30) == erased
    assert world.row(one).erased is erased


async def test_no_period_keeps_everything_and_a_run_is_bounded(world: World) -> None:
    for _ in range(3):
        rich(world)
    world.clock.advance(days=9999)
    assert await retain(world, 0) == 0
    assert [await retain(world, 1, most=2) for _ in range(3)] == [2, 1, 0]


async def test_one_that_was_resent_in_between_is_kept(world: World) -> None:
    one = rich(world, state=State.SENT, ended=None)
    world.clock.now = NOW + LIFETIME + 31 * DAY
    world.rival(one, expires=world.clock.now + LIFETIME)
    assert await retain(world, 30) == 0
    assert world.row(one).guest.email == WILLY


async def delete(world: World, one: Invitation, caller: Caller = ADMIN) -> Invitation:
    return await delete_invitation(
        one.id, caller, erasing=world.erasing, store=world.store, directory=world.directory,
        delete_guests=True, clock=world.clock,
    )  # fmt: skip


@pytest.mark.parametrize("state", list(State))
async def test_a_deleted_invitation_is_revoked_if_it_can_be_and_erased(
    world: World, state: State
) -> None:
    one = rich(world, state=state, guest_created=True)
    await delete(world, one)
    row = await delete(world, one)
    over = state in {State.COMPLETED, State.BLOCKED}
    assert row == world.row(one)
    assert (row.state, row.erased) == (state if over else State.REVOKED, True)
    assert [secret for secret in SECRETS if secret in everything(world, one)] == []
    kinds = world.store.kinds(one.id)
    assert kinds[-1] == "InvitationErased"
    assert kinds.count("InvitationErased") == 1
    redeemed = state in {State.COMPLETED, State.ACCEPTED, State.BLOCKED}
    assert world.directory.deleted == ([] if redeemed else ["guest-9"])
    with pytest.raises(InvitationNotFound):
        await invitation_to_accept(one.id, store=world.store, clock=world.clock)


async def test_another_organisation_deletes_nothing(world: World) -> None:
    one = rich(world)
    with pytest.raises(InvitationNotFound):
        await delete(world, one, Caller("x", "x@y.example", "Other"))
