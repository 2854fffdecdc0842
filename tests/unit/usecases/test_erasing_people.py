"""Somebody is exported and erased by address, whatever they are on an invitation."""

import dataclasses

import pytest

from shared.domain.addresses import address_hash
from shared.domain.company import Company, CompanyData
from shared.domain.errors import GuestRefused
from shared.domain.failure import Failure
from shared.domain.invitation import EmailFate, Person, State
from shared.domain.letter import Kind
from shared.usecases.blocks import block_address
from shared.usecases.ports import Consent
from tests.samples import COMPANY, NOW
from tests.unit.fakes import ERASER, World
from tests.unit.usecases.forgetting import (
    SECRETS,
    TAMER,
    WILLY,
    erase,
    everything,
    export,
    letter,
    rich,
)


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
