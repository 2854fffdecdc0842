"""An invitation is sent again: claim, guest, enqueue, store; the e-mail of each sending once."""

import dataclasses
from datetime import timedelta

import pytest

from shared.domain.caller import Caller
from shared.domain.errors import (
    AddressAlreadyInvited,
    GuestRefused,
    IllegalTransition,
    InvalidRequest,
    InvitationNotFound,
    TooSoon,
    Unavailable,
)
from shared.domain.failure import Failure
from shared.domain.invitation import EmailFate, Invitation, Person, State
from shared.domain.letter import Kind
from shared.usecases.create_invitation import CREATE_WINDOW, InvitationMade
from shared.usecases.ports import Consent, DirectoryGuest, Task
from shared.usecases.resend_invitation import ResendInvitation, resend_invitation
from tests.samples import LIFETIME, NOW, invitation
from tests.unit.fakes import World
from tests.unit.usecases.sending import give_up, send

ACCEPTED = Consent("Accepted", "2026-11-19T12:00:00Z")


async def resend(
    world: World, one: Invitation, *, delete_guests: bool = False, **asked: object
) -> InvitationMade:
    command = ResendInvitation(one.id, by="tamer@gfms.example")
    return await resend_invitation(
        dataclasses.replace(command, **asked),  # type: ignore[arg-type]  # of any field
        caller=Caller("", admin=True),
        store=world.store,
        blocks=world.blocks,
        directory=world.directory,
        queue=world.queue,
        desk=world.desk,
        clock=world.clock,
        new_id=world.new_id,
        lifetime=LIFETIME,
        delete_guests=delete_guests,
    )


def stored(world: World, state: State = State.SENT, **changed: object) -> Invitation:
    """Return a stored invitation, with its guest in the directory."""
    fields = {"guest_id": "guest-9", "redeem_url": "https://login.example/9"} | changed
    one = world.have(invitation(state=state, **fields))
    if one.guest_id:
        world.directory.guests[one.guest.email] = DirectoryGuest(one.guest_id, "https://new")
    return one


async def test_a_failed_invitation_is_queued_again_with_nothing_left_of_its_failure(
    world: World,
) -> None:
    broken = Failure("BadRequest", "Why.", "Next.", "kind", "answer", "request")
    one = stored(
        world, State.FAILED, operation_id="op", send_ticket="ticket", email=EmailFate.FAILED,
        guest_created=True, **broken.fields(),
    )  # fmt: skip
    assert one.why_failed() == broken
    world.clock.advance(days=60)
    made = await resend(world, one)
    row = world.row(one)
    assert made == InvitationMade(row)
    assert (row.state, row.email, row.operation_id, row.send_ticket) == ("queued", "queued", "", "")
    assert row.why_failed() is None
    assert row.expires == world.clock.now + LIFETIME
    assert (row.guest_id, row.redeem_url, row.guest_created) == ("guest-9", "https://new", True)
    ((task, delay),) = world.queue.tasks
    assert (task.invitation_id, task.round, delay) == (one.id, 1, timedelta())
    (event,) = world.store.events[one.id]
    assert (event.kind, event.by) == ("InvitationResent", "tamer@gfms.example")
    assert event.details == {"from": "failed"}
    await send(world, task)
    await send(world, task)
    assert len(world.mailer.sent) == 1
    assert world.row(one).state is State.SENT


async def test_another_address_gets_a_guest_of_its_own_and_the_old_one_is_free(
    world: World,
) -> None:
    one = stored(world, way="entra", tenant_name="URS", guest_created=True)
    await resend(world, one, email="new@urs.example", name="Willi", language="fr", reset=True)
    row = world.row(one)
    assert not row.language_open
    assert (row.guest, row.language) == (Person("Willi", "new@urs.example"), "fr")
    assert row.guest_id == world.directory.guests["new@urs.example"].id != one.guest_id
    assert (row.guest_created, row.way, row.tenant_name) == (True, "", "")
    assert world.store.events[one.id][-1].details == {
        "from": "sent",
        "to": "new@urs.example",
        "reset": "true",
    }
    assert world.directory.resets == [], "who has not redeemed has nothing to reset"


@pytest.mark.parametrize(
    ("fate", "told"),
    [
        (EmailFate.SENT, True),
        (EmailFate.DELIVERED, True),
        (EmailFate.QUEUED, False),
        (EmailFate.BOUNCED, False),
    ],
)
async def test_the_former_address_hears_that_there_is_a_newer_one(
    world: World, fate: EmailFate, told: bool
) -> None:
    one = stored(world, email=fate)
    await resend(world, one, email="new@urs.example", reset=True)
    letters = list(world.store.letters.values())
    assert [(letter.kind, letter.to) for letter in letters] == [(Kind.SUPERSEDED, one.guest)] * told


async def test_an_address_that_stays_hears_nothing_else(world: World) -> None:
    await resend(world, stored(world, email=EmailFate.SENT))
    assert world.store.letters == {}


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


async def test_one_of_bulk_is_resent_as_a_single_one(world: World) -> None:
    one = stored(world, State.FAILED, bulk=True)
    await resend(world, one)
    assert not world.row(one).bulk


async def test_one_of_bulk_that_waits_gets_a_second_message_and_one_e_mail(world: World) -> None:
    """The first message may be told to come hours later."""
    one = stored(world, State.QUEUED, bulk=True)
    await resend(world, one)
    assert not world.row(one).bulk
    ((second, _),) = world.queue.tasks
    assert second.round == one.round
    first = Task(one.id, "first", NOW)
    await send(world, second)
    await send(world, first)
    assert len(world.mailer.sent) == 1
    assert world.row(one).state is State.SENT


async def test_what_is_on_its_way_is_not_sent_twice(world: World) -> None:
    one = stored(world, State.QUEUED, operation_id="op", send_ticket="ticket")
    world.clock.advance(days=1)
    await resend(world, one, name="Willi")
    row = world.row(one)
    assert (row.operation_id, row.send_ticket, row.round) == ("op", "ticket", 0)
    assert (row.guest.name, row.expires) == ("Willi", world.clock.now + LIFETIME)
    assert world.queue.tasks == []
    assert world.store.kinds(one.id) == ["InvitationResent"]


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


async def test_a_repeated_request_with_a_key_is_answered_with_what_it_did(world: World) -> None:
    one = stored(world, State.FAILED)
    await resend(world, one, idempotency_key="key")
    assert (await resend(world, one, idempotency_key="key")).replayed
    assert len(world.queue.tasks) == 1
    world.have(world.row(one).having(state=State.FAILED))
    world.clock.advance(minutes=5)
    assert not (await resend(world, one, idempotency_key="other")).replayed


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


async def test_a_message_waits_for_its_resend_and_earlier_ones_give_up(world: World) -> None:
    one = stored(world, State.SENT)
    early = Task(one.id, "second", NOW, round=1)
    await send(world, early)
    ((waiting, _),) = world.queue.tasks
    assert waiting.round == 1
    world.clock.advance(seconds=2 * CREATE_WINDOW.total_seconds())
    await send(world, early)
    assert len(world.queue.tasks) == 1, "the resend crashed before it was stored"
    world.have(one.having(state=State.QUEUED, round=1))
    first = Task(one.id, "first", NOW)
    await send(world, first)
    await give_up(world, first)
    assert world.row(one).state is State.QUEUED
    assert world.mailer.sent == []
    await send(world, waiting)
    assert len(world.mailer.sent) == 1


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


async def test_one_with_a_time_of_its_own_gets_that_again_and_is_reminded_anew(
    world: World,
) -> None:
    one = stored(world, days=3, reminders=(1, 2), reminded=2, emailed=NOW, ended=NOW)
    world.clock.advance(days=60)
    await resend(world, one)
    row = world.row(one)
    assert row.expires == world.clock.now + timedelta(days=3)
    assert (row.resent, row.begun) == (world.clock.now, world.clock.now)
    assert (row.reminded, row.emailed, row.ended) == (0, None, None)


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
