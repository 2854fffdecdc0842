"""A wrong address: its link dies, the right one gets an invitation of its own."""

import dataclasses

import pytest

from shared.domain.addresses import address_hash
from shared.domain.caller import Caller
from shared.domain.errors import (
    AddressAlreadyInvited,
    AddressBlocked,
    GuestRefused,
    IllegalTransition,
    InvalidRequest,
    InvitationNotFound,
    LinkClosed,
    Unavailable,
)
from shared.domain.failure import Failure
from shared.domain.invitation import EmailFate, Invitation, Person, State
from shared.domain.letter import Kind
from shared.usecases.accept_invitation import invitation_to_accept
from shared.usecases.blocks import block_address
from shared.usecases.correct_address import CorrectAddress, correct_address
from shared.usecases.create_invitation import InvitationMade
from shared.usecases.follow_link import follow_link
from shared.usecases.ports import Consent, DirectoryGuest
from tests.samples import COMPANY, LIFETIME, NOW, invitation
from tests.unit.fakes import World
from tests.unit.usecases.sending import send

ADMIN = Caller("tamer@gfms.example", admin=True)
RIGHT = "right@urs.example"


async def correct(
    world: World, one: Invitation, *, delete_guests: bool = False, **asked: object
) -> InvitationMade:
    command = CorrectAddress(one.id, ADMIN, RIGHT)
    return await correct_address(
        dataclasses.replace(command, **asked),  # type: ignore[arg-type]  # of any field
        store=world.store,
        life=world.life,
        blocks=world.blocks,
        directory=world.directory,
        ways=world.ways,
        queue=world.queue,
        desk=world.desk,
        clock=world.clock,
        new_id=world.new_id,
        lifetime=LIFETIME,
        delete_guests=delete_guests,
    )


def stored(world: World, state: State = State.SENT, **changed: object) -> Invitation:
    fields = {
        "guest_id": "guest-9", "redeem_url": "https://login.example/9", "email": EmailFate.SENT,
        "company": COMPANY, "message": "Hello", "reminders": (7,),
    } | changed  # fmt: skip
    return world.have(invitation(state=state, **fields))


@pytest.mark.parametrize("state", [State.QUEUED, State.SENT, State.FAILED])
async def test_the_right_address_gets_an_invitation_of_its_own(world: World, state: State) -> None:
    one = stored(world, state, days=5)
    world.clock.advance(days=2)
    made = await correct(world, one, name="Willi", language="fr")
    before, after = world.row(one), world.row(made.invitation)
    assert (before.state, before.successor, before.ended) == (
        "revoked",
        after.id,
        world.clock.now,
    )
    assert before.guest == one.guest
    assert after.id != one.id
    assert (after.guest, after.language) == (Person("Willi", RIGHT), "fr")
    assert (after.state, after.predecessor) == (State.QUEUED, one.id)
    assert (after.inviter, after.company, after.message) == (one.inviter, COMPANY, "Hello")
    assert (after.roles, after.reminders, after.days) == (one.roles, (7,), 5)
    assert (after.expires - world.clock.now).days == 5
    assert after.guest_id == world.directory.guests[RIGHT].id
    (ended,), (created,) = world.store.events[one.id], world.store.events[after.id]
    assert (ended.kind, ended.by) == ("InvitationRevoked", "tamer@gfms.example")
    assert ended.details == {
        "from": state.value, "why": "address-corrected", "successor": after.id,
    }  # fmt: skip
    assert (created.kind, created.details) == ("InvitationCreated", {"predecessor": one.id})
    ((task, _),) = world.queue.tasks
    await send(world, task)
    assert [email.to for _, email in world.mailer.sent] == [RIGHT]


async def test_the_wrong_link_says_why_it_is_dead(world: World) -> None:
    one = stored(world)
    await correct(world, one)
    with pytest.raises(LinkClosed, match="corrected"):
        await follow_link(one.id, store=world.store, clock=world.clock)
    with pytest.raises(LinkClosed, match="corrected"):
        await invitation_to_accept(one.id, store=world.store, clock=world.clock)


@pytest.mark.parametrize(
    ("fate", "told"),
    [(EmailFate.SENT, 1), (EmailFate.DELIVERED, 1), (EmailFate.QUEUED, 0), (EmailFate.BOUNCED, 0)],
)
async def test_the_former_address_hears_of_it_if_it_got_anything(
    world: World, fate: EmailFate, told: int
) -> None:
    one = stored(world, email=fate)
    await correct(world, one)
    letters = list(world.store.letters.values())
    assert [(letter.kind, letter.to) for letter in letters] == [(Kind.SUPERSEDED, one.guest)] * told


@pytest.mark.parametrize("key", ["", "key"])
async def test_the_same_again_finds_the_successor(world: World, key: str) -> None:
    one = stored(world)
    first = await correct(world, one, idempotency_key=key)
    again = await correct(world, one, idempotency_key=key)
    assert again == InvitationMade(first.invitation, replayed=True)
    assert len(world.queue.tasks) == 1
    with pytest.raises(IllegalTransition, match="corrected already"):
        await correct(world, one, email="other@urs.example")


@pytest.mark.parametrize("state", [State.ACCEPTED, State.COMPLETED, State.REVOKED, State.BLOCKED])
async def test_what_is_over_or_accepted_is_not_corrected(world: World, state: State) -> None:
    one = stored(world, state)
    with pytest.raises(IllegalTransition):
        await correct(world, one)
    assert world.row(one) == one
    assert (world.store.claims, world.queue.tasks) == ({}, [])


async def test_the_same_address_is_no_correction(world: World) -> None:
    one = stored(world)
    with pytest.raises(InvalidRequest):
        await correct(world, one, email=one.guest.email)


async def test_another_organisation_finds_nothing(world: World) -> None:
    one = stored(world)
    stranger = Caller("x@other.example", "x@other.example", "Other")
    with pytest.raises(InvitationNotFound):
        await correct(world, one, caller=stranger)
    ours = Caller("y", "y@gfms.example", one.organisation.upper())
    await correct(world, one, caller=ours)


async def test_an_address_that_is_taken_or_blocked_is_not_used(world: World) -> None:
    one = stored(world)
    other = world.have(invitation(organisation=one.organisation, guest=Person("Other", RIGHT)))
    await world.store.claim(other, fingerprint="", idempotency_key="", now=NOW)
    with pytest.raises(AddressAlreadyInvited):
        await correct(world, one)
    await block_address(address_hash("no@urs.example"), "", store=world.blocks, clock=world.clock)
    with pytest.raises(AddressBlocked):
        await correct(world, one, email="no@urs.example")
    assert world.row(one) == one


async def test_a_refusal_changes_nothing_and_leaves_the_address(world: World) -> None:
    one = stored(world)
    world.directory.failures = [GuestRefused(Failure("BadRequest", "Group.", kind="group-address"))]
    with pytest.raises(GuestRefused):
        await correct(world, one)
    assert world.row(one).state is State.SENT
    assert world.store.kinds(one.id) == ["CorrectionRefused"]
    assert world.store.claims == {}
    assert world.queue.tasks == []


async def test_a_directory_that_is_down_leaves_the_guest_to_the_queue(world: World) -> None:
    world.directory.failures = [Unavailable("Microsoft Graph")]
    made = await correct(world, stored(world))
    assert made.invitation.guest_id == ""
    ((task, _),) = world.queue.tasks
    await send(world, task)
    assert len(world.mailer.sent) == 1


async def test_who_accepts_first_keeps_the_invitation(world: World) -> None:
    one = stored(world)
    world.rival(one, state=State.ACCEPTED)
    with pytest.raises(IllegalTransition):
        await correct(world, one)
    assert list(world.store.rows) == [one.id]
    assert world.store.claims == {}, "the right address is free again"


async def test_a_change_in_between_does_not_matter(world: World) -> None:
    one = stored(world)
    world.rival(one, email=EmailFate.DELIVERED)
    made = await correct(world, one)
    assert world.row(one).successor == made.invitation.id
    assert len(world.store.rows) == 2


async def test_the_guest_of_the_wrong_address_is_deleted_if_wanted(world: World) -> None:
    one = stored(world, guest_created=True)
    await correct(world, one, delete_guests=True)
    await correct(world, one, delete_guests=True)
    assert world.directory.deleted == ["guest-9"]
    assert world.store.kinds(one.id) == ["InvitationRevoked", "GuestDeleted"]


async def test_a_guest_of_both_addresses_stays(world: World) -> None:
    one = stored(world, guest_created=True)
    world.directory.guests[RIGHT] = DirectoryGuest("guest-9", "https://new")
    made = await correct(world, one, delete_guests=True)
    assert world.directory.deleted == []
    assert (world.row(one).guest_created, made.invitation.guest_created) == (False, True)


async def test_who_has_redeemed_is_not_deleted(world: World) -> None:
    one = stored(world, guest_created=True)
    world.directory.consents["guest-9"] = Consent("Accepted")
    await correct(world, one, delete_guests=True)
    assert world.directory.deleted == []
