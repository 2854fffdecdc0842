"""What becomes of the e-mails: reports from the provider, notices to the inviter."""

import uuid

from tests.journey.managing import shown
from tests.journey.person import Person
from tests.journey.system import System, new_address
from tests.journey.test_company import company, tax_number
from tests.journey.waiting import until


def inviter() -> dict[str, str]:
    return {"email": new_address("inviter"), "name": "Mohamed-Nour, Tamer"}


def invited(system: System, name: str, by: dict[str, str]) -> str:
    """Invite an address whose name says what becomes of its e-mails; return the invitation."""
    address = f"{name}@d{uuid.uuid4().hex[:8]}.kunde.example"
    return system.invite(guest={"email": address, "name": "Éva Kovács"}, inviter=by)


def test_an_e_mail_that_arrives_is_delivered(system: System) -> None:
    invitation = invited(system, "eva", inviter())
    until(lambda: shown(system, invitation)["email"] == "delivered")
    whole = shown(system, invitation)
    assert (whole["state"], whole["failure"]) == ("sent", None)
    kinds = [event["event"] for event in whole["history"]]
    assert kinds == ["InvitationCreated", "InvitationSent", "EmailDelivered"]


def test_the_inviter_is_told_of_a_bounce_once(system: System) -> None:
    by = inviter()
    invitation = invited(system, "bounce", by)
    until(lambda: system.mails(by["email"]))
    whole = shown(system, invitation)
    assert (whole["state"], whole["email"]) == ("sent", "bounced")
    assert "550 5.1.1" in whole["failure"]["answer"]
    assert whole["failure"]["nextStep"]
    # The simulator sends each report twice, and both have been taken by then.
    other = invited(system, "slow", inviter())
    until(lambda: shown(system, other)["email"] == "delivered")
    assert len(system.mails(by["email"])) == 1


def test_the_inviter_and_the_guest_hear_when_it_is_done(system: System, person: Person) -> None:
    by, address = inviter(), new_address()
    invitation = system.invite(
        guest={"email": address, "name": "Éva Kovács"},
        inviter=by,
        company=company("Notices", taxNumber=tax_number("20040077")),
    )
    person.arrive(invitation)
    until(lambda: len(system.mails(by["email"])) == 1)
    person.submit()
    until(lambda: len(system.mails(by["email"])) == 2)
    # A guest who is faster than the invitation's e-mail never gets it, but is welcomed.
    welcome = "You are in: welcome to My rConnect (Stag)"
    until(lambda: welcome in [mail["subject"] for mail in system.mails(address)])
    headers = [mail["operation_id"] for mail in system.mails(by["email"])]
    assert len(set(headers)) == 2
