"""What Graph refuses, resets and leaves alone, as the API tells it."""

from collections.abc import Callable

import pytest

from dev.simulator import defaults
from tests.journey.managing import manage
from tests.journey.person import Person
from tests.journey.problems import assert_problem
from tests.journey.system import System, body, new_address


def test_who_has_redeemed_is_not_deleted_and_signs_in_otherwise_after_a_reset(
    system: System, person: Person, people: Callable[[], Person]
) -> None:
    old, new = new_address("old"), new_address("new")
    invitation = system.invite(guest={"email": old, "name": "Eva"})
    person.arrive(invitation)
    guest = system.row(invitation)["guest_id"]
    assert_problem(manage(system, invitation, "resend"), 409, "not-possible")
    answer = manage(system, invitation, "resend", {"email": new, "resetRedemption": True})
    assert answer.status_code == 202, answer.text
    system.mail(new)
    system.sent(invitation)
    people().arrive(invitation)
    row = system.row(invitation)
    assert (row["state"], row["guest_id"]) == ("accepted", guest)
    assert manage(system, invitation, "revoke").status_code == 200
    assert system.state()["guests"][guest]


def test_a_guest_with_a_directory_role_cannot_be_reset(system: System, person: Person) -> None:
    invitation = system.invite()
    person.arrive(invitation)
    before = system.row(invitation)
    # The same user again, now with a role, as an administrator would have given it.
    guest = {"id": before["guest_id"], "mail": before["guest_email"], "directory_roles": ["r"]}
    system.simulator("seed", {"guests": [guest | {"external_user_state": "Accepted"}]})
    answer = manage(system, invitation, "resend", {"resetRedemption": True})
    problem = assert_problem(answer, 422, "guest-refused", "/email")
    assert problem["kind"] == "reset-denied"
    assert system.row(invitation)["state"] == "accepted"


def test_a_member_of_the_tenant_is_taken_as_is_and_never_deleted(system: System) -> None:
    address = new_address("colleague").replace("kunde.example", defaults.TENANT_DOMAIN)
    member = {"mail": address, "user_type": "Member", "external_user_state": None}
    system.simulator("seed", {"guests": [member]})
    user = system.guest(address)
    assert user is not None
    invitation = system.invite(guest={"email": address, "name": "Colleague"})
    row = system.sent(invitation)
    assert row["guest_id"] == user["id"]
    answer = system.ask("GET", system.link(invitation))
    redeem = f"{system.stack.app_url}/api/RedeemInvitation?invitationId={invitation}"
    assert (answer.status_code, answer.headers["Location"]) == (302, redeem)
    assert manage(system, invitation, "revoke").status_code == 200
    assert system.guest(address) is not None


@pytest.mark.parametrize(
    ("policy", "kind"),
    [
        ({"deny_domains": ["refused.example"]}, "domain-blocked"),
        ({"cross_tenant_blocked": ["refused.example"]}, "cross-tenant-blocked"),
    ],
)
def test_what_the_tenant_refuses_has_its_reason(
    system: System, policy: dict[str, list[str]], kind: str
) -> None:
    address = new_address().replace("kunde.example", "refused.example")
    system.simulator("seed", {"policy": policy})
    try:
        answer = system.post(body(guest={"email": address, "name": "Eva"}))
    finally:
        system.simulator("seed", {"policy": {name: [] for name in policy}})
    problem = assert_problem(answer, 422, "guest-refused", "/guest/email")
    assert problem["kind"] == kind
    assert problem["nextStep"]
    assert system.post(body(guest={"email": address, "name": "Eva"})).status_code == 201


def test_a_reset_that_graph_refuses_says_why(system: System, person: Person) -> None:
    invitation = system.invite()
    person.arrive(invitation)
    before = system.row(invitation)
    refusal = {"service": "graph", "status": 403, "code": "Authorization_RequestDenied"}
    system.simulator(
        "faults",
        [refusal | {"path": "/invitations", "message": "Insufficient privileges."}],
    )
    content = {"email": new_address(), "resetRedemption": True}
    problem = assert_problem(
        manage(system, invitation, "resend", content), 422, "guest-refused", "/email"
    )
    assert problem["kind"] == "reset-denied"
    row = system.row(invitation)
    assert (row["state"], row["guest_email"]) == ("accepted", before["guest_email"])
    assert system.state()["guests"][before["guest_id"]]["mail"] == before["guest_email"]
