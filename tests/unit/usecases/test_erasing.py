"""People are erased: what stays is a record with pseudonyms that can be followed."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.addresses import address_hash
from shared.domain.caller import Caller
from shared.domain.company import Change, Company, CompanyData
from shared.domain.errors import GuestRefused, InvitationNotFound
from shared.domain.failure import Failure
from shared.domain.invitation import EmailFate, Event, Invitation, Person, State
from shared.domain.letter import Kind
from shared.usecases.accept_invitation import invitation_to_accept
from shared.usecases.blocks import block_address
from shared.usecases.erase_ended import erase_ended
from shared.usecases.erase_invitation import delete_invitation
from shared.usecases.erase_person import Erased, erase_person
from shared.usecases.export_person import export_person
from shared.usecases.ports import Consent
from tests.samples import COMPANY, LIFETIME, NOW, invitation
from tests.unit.fakes import ERASER, World

DAY = timedelta(days=1)
ADMIN = Caller("admin@gfms.example", admin=True)
WILLY, TAMER = "willy@urs-mechanik.example", "tamer@gfms.example"
SECRETS = ("willy", "tamer", "urs", "biel", "hello", "guest-9", "login.example")


def rich(world: World, **changed: object) -> Invitation:
    """Return an invitation that names people wherever it can."""
    fields = {
        "organisation": "GFMS", "guest": Person("Willy URS", WILLY), "message": "Hello Willy",
        "company": COMPANY, "guest_id": "guest-9", "redeem_url": "https://login.example/9",
        "tenant_name": "URS", "failure_reason": f"550 {WILLY}", "failure_kind": "email-bounced",
        "failure_answer": f"550 {WILLY}", "redirect_url": "https://rconnect.example/urs",
        "changes": (Change("contactEmail", "", WILLY), Change("city", "", "Biel")),
        "state": State.COMPLETED, "ended": NOW, "company_id": "company-1",
    } | changed  # fmt: skip
    one = world.have(invitation(**fields))
    world.store.events[one.id] = [
        Event("InvitationCreated", NOW, TAMER),
        Event("InvitationResent", NOW, "Tamer himself", {"from": "sent", "to": WILLY}),
        Event("InvitationSent", NOW, "SendInvitation"),
        Event("EmailBounced", NOW, "DeliveryReports", {"reason": f"550 {WILLY}"}),
        Event("InvitationAccepted", NOW, "guest-9"),
        Event("CompanyCreated", NOW, "guest-9", {"company": "company-1", "city": "Biel"}),
    ]
    return world.have(one.having(event_count=6))


async def letter(world: World, one: Invitation, kind: Kind) -> None:
    await world.store.save(world.row(one), None, *await world.desk.announce(one, kind))


async def retain(world: World, days: int, most: int = 100) -> int:
    return await erase_ended(
        life=world.life, erasing=world.erasing, clock=world.clock, period=days * DAY, most=most
    )


def everything(world: World, one: Invitation) -> str:
    letters = [found for found in world.store.letters.values() if found.invitation_id == one.id]
    return repr((world.row(one), world.store.events[one.id], letters)).lower()


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


async def erase(world: World, address: str, *, guests: bool = True, most: int = 100) -> Erased:
    return await erase_person(
        address, "admin@gfms.example", erasing=world.erasing, blocks=world.blocks,
        companies=world.companies, directory=world.directory, delete_guests=guests, most=most,
    )  # fmt: skip


@pytest.mark.parametrize("state", [State.SENT, State.ACCEPTED, State.COMPLETED])
async def test_a_guest_is_erased_with_the_account_that_this_app_made(
    world: World, state: State
) -> None:
    one = rich(world, state=state, guest_created=True)
    other = rich(world, guest=Person("Eva", "eva@kunde.example"), company=COMPANY)
    world.directory.consents["guest-9"] = Consent("Accepted")
    await letter(world, one, Kind.WELCOME)
    await block_address(address_hash(WILLY), "Other", store=world.blocks, clock=world.clock)
    done = await erase(world, WILLY)
    assert done.erased == [one.id]
    assert (done.person, done.blocks, done.more) == (ERASER.pseudonym(WILLY), 1, False)
    assert done.guests == {"guest-9": "deleted"}
    assert [secret for secret in SECRETS if secret in everything(world, one)] == []
    assert world.row(one).state in {State.REVOKED, State.COMPLETED}
    assert world.row(other).guest.email == "eva@kunde.example"
    assert len(await world.blocks.blocks(address_hash(WILLY))) == 1
    again = await erase(world, WILLY)
    assert (again.erased, again.guests) == ([], {})


@pytest.mark.parametrize(
    ("created", "wanted", "consent"),
    [
        (False, True, Consent("Accepted")),
        (True, False, Consent("Accepted")),
        (True, True, Consent("Accepted", guest=False)),
    ],
)
async def test_no_other_account_is_deleted(
    world: World, created: bool, wanted: bool, consent: Consent
) -> None:
    rich(world, guest_created=created)
    world.directory.consents["guest-9"] = consent
    done = await erase(world, WILLY, guests=wanted)
    assert world.directory.deleted == []
    assert done.guests["guest-9"].startswith("kept: ")


async def test_a_refusal_of_the_directory_is_told_and_the_rest_done(world: World) -> None:
    one = rich(world, guest_created=True)
    world.directory.failures = [GuestRefused(Failure("Denied", "No permission."))]
    done = await erase(world, WILLY)
    assert done.guests == {"guest-9": "kept: No permission."}
    assert world.row(one).erased


async def test_an_inviter_is_taken_out_and_the_guest_can_go_on(world: World) -> None:
    one = rich(world, state=State.SENT, ended=None, email=EmailFate.SENT)
    await letter(world, one, Kind.ACCEPTED)
    done = await erase(world, TAMER)
    row = world.row(one)
    assert (done.erased, done.changed) == ([], [one.id])
    assert (row.state, row.guest, row.company) == (State.SENT, one.guest, COMPANY)
    assert row.inviter == Person("GFMS", ERASER.pseudonym(TAMER))
    assert row.message == ""
    assert TAMER not in everything(world, one)
    last = world.store.events[one.id][-1]
    assert (last.kind, last.details) == ("PersonErased", {"person": ERASER.pseudonym(TAMER)})
    assert await world.desk.announce(row, Kind.ACCEPTED) == (), "nobody is there to be told"
    assert (await erase(world, TAMER)).changed == []


async def test_a_contact_is_taken_out_of_somebody_elses_invitation(world: World) -> None:
    one = rich(world, guest=Person("Eva", "eva@kunde.example"))
    await erase(world, WILLY)
    row = world.row(one)
    assert (row.company.contactName, row.company.contactEmail) == ("", "")
    assert row.company.city == "Biel"
    assert [change.field for change in row.changes] == ["city"]
    assert WILLY not in everything(world, one)


async def test_a_company_loses_its_contact_and_stays(world: World) -> None:
    data = dataclasses.replace(COMPANY, contactEmail=WILLY.upper())
    await world.companies.add(Company("company-1", "GFMS", data, NOW.isoformat()), ())
    await world.companies.add(Company("company-2", "GFMS", CompanyData(), NOW.isoformat()), ())
    (told,) = (await export(world, WILLY))["companies"]
    assert (told["contactName"], told["legalName"]) == (COMPANY.contactName, COMPANY.legalName)
    assert (await erase(world, WILLY)).companies == ["company-1"]
    company = await world.companies.get("GFMS", "company-1")
    assert company is not None
    assert (company.data.contactName, company.data.contactEmail) == ("", "")
    assert company.data.legalName == COMPANY.legalName
    assert (await export(world, WILLY))["companies"] == []


async def test_more_than_a_call_can_do_goes_on_in_the_next(world: World) -> None:
    for _ in range(5):
        rich(world)
    done = [await erase(world, WILLY, most=2) for _ in range(3)]
    assert [(len(one.erased), one.more) for one in done] == [(2, True), (2, True), (1, False)]


async def export(world: World, address: str) -> dict[str, Any]:
    return await export_person(
        address, store=world.store, life=world.life, companies=world.companies, blocks=world.blocks
    )


async def test_a_person_gets_everything_about_themselves(world: World) -> None:
    one = rich(world)
    await letter(world, one, Kind.WELCOME)
    await block_address(address_hash(WILLY), "Other", store=world.blocks, clock=world.clock)
    found = await export(world, WILLY)
    (told,) = found["invitations"]
    assert told["as"] == ["guest", "contact"]
    assert told["guest"] == {"id": "guest-9", "name": "Willy URS", "email": WILLY}
    assert told["company"]["legalName"] == COMPANY.legalName
    assert len(told["history"]) == 6
    assert [mail["kind"] for mail in told["emails"]] == ["welcome"]
    assert found["blocks"] == [{"organisation": "Other", "since": NOW.isoformat()}]


async def test_an_inviter_gets_nothing_about_others(world: World) -> None:
    rich(world)
    found = await export(world, TAMER)
    (told,) = found["invitations"]
    assert told["as"] == ["inviter"]
    assert told["inviter"] == {"name": "Mohamed-Nour, Tamer", "email": TAMER}
    assert [event["event"] for event in told["history"]] == ["InvitationCreated"]
    assert "biel" not in repr(found).lower()
    assert WILLY not in repr(found)


async def test_of_somebody_unknown_there_is_nothing(world: World) -> None:
    rich(world)
    found = await export(world, "nobody@x.example")
    assert (found["invitations"], found["blocks"]) == ([], [])
