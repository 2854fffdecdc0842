"""A guest who is done already signs in with another address from now on."""

from collections.abc import Callable

from tests.journey.managing import manage, shown
from tests.journey.person import Person
from tests.journey.system import System, new_address
from tests.journey.test_company import WELCOME, company, partition, tax_number
from tests.journey.waiting import until


def test_a_completed_guest_changes_the_address_and_keeps_the_company(
    system: System, person: Person, people: Callable[[], Person]
) -> None:
    registered = company("Reset", taxNumber=tax_number("20040088"))
    invitation = system.invite(company=registered)
    person.arrive(invitation)
    person.submit()
    assert person.address.endswith(WELCOME)
    until(lambda: shown(system, invitation)["access"] == "granted")
    before = system.row(invitation)

    assert manage(system, invitation, "resend").status_code == 409
    new = new_address("new")
    answer = manage(system, invitation, "resend", {"email": new, "resetRedemption": True})
    assert answer.status_code == 202, answer.text
    system.mail(new)
    system.sent(invitation)
    guest = system.guest(new)
    assert guest is not None
    assert (guest["id"], guest["external_user_state"]) == (before["guest_id"], "PendingAcceptance")

    again = people()
    again.open(system.link(invitation))
    again.sign_up(new)
    assert again.page.heading.startswith("Welcome to My rConnect (Stag)")
    after = shown(system, invitation)
    assert (after["state"], after["access"]) == ("completed", "granted")
    assert system.row(invitation)["company_id"] == before["company_id"]
    assert len(partition(system, invitation)) == 1
    kinds = [one["event"] for one in after["history"]]
    assert kinds.count("CompanyCreated") == 1
    assert "InvitationResent" in kinds

    # Neither a mail scanner's old link nor a revoked invitation costs the guest the account.
    assert manage(system, invitation, "revoke").status_code == 409
