"""Looking after invitations by API: detail, resend, revoke."""

import pytest

from tests.journey.managing import manage, shown
from tests.journey.person import Person
from tests.journey.problems import assert_problem
from tests.journey.system import System, body, new_address
from tests.journey.waiting import until

NOBODY = "00000000-0000-0000-0000-000000001267"


def events(system: System, invitation: str) -> list[str]:
    return [one["event"] for one in shown(system, invitation)["history"]]


def test_an_invitation_is_shown_with_its_history(system: System) -> None:
    content = body(language="fr")
    invitation = system.post(content).json()["invitationId"]
    system.sent(invitation)
    detail = shown(system, invitation)
    assert (detail["state"], detail["email"], detail["language"]) == ("sent", "delivered", "fr")
    assert detail["guest"]["email"] == content["guest"]["email"]
    assert detail["guest"]["id"] == system.row(invitation)["guest_id"]
    assert detail["link"] == system.link(invitation)
    assert (detail["failure"], detail["consent"], detail["access"]) == (None, None, None)
    first, *_ = detail["history"]
    assert (first["event"], first["by"]) == ("InvitationCreated", content["inviter"]["email"])
    system.alter(invitation, expires=system.row(invitation)["created"])
    assert shown(system, invitation)["state"] == "expired"


@pytest.mark.parametrize("what", ["", "resend", "revoke"])
def test_nobody_looks_after_invitations_without_a_key(system: System, what: str) -> None:
    invitation = system.invite()
    assert manage(system, invitation, what, x_functions_key="wrong").status_code == 401
    assert_problem(manage(system, NOBODY, what), 404, "not-found")
    assert_problem(manage(system, "x", what), 404, "not-found")


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        (b"{", 400, "malformed"),
        ({"other": 1}, 422, "malformed"),
        (b'{"name": "' + b"x" * 9000 + b'"}', 413, "malformed"),
        ({"email": "no address"}, 422, "invalid"),
        ({"language": "tlh"}, 422, "invalid"),
        ({"name": "a\u202eb"}, 422, "invalid"),
        ({"by": "a\u202eb"}, 422, "invalid"),
    ],
)
def test_a_wrong_body_is_named(system: System, content: object, status: int, kind: str) -> None:
    answer = manage(system, NOBODY, "resend", content)
    problem = answer.json()
    assert answer.status_code == status, answer.text
    assert problem["type"].endswith(f":{kind}")


def test_a_resend_sends_one_more_email_with_the_same_link(system: System) -> None:
    content = body()
    invitation = system.post(content).json()["invitationId"]
    address = content["guest"]["email"]
    system.sent(invitation)
    first = manage(system, invitation, "resend", {"by": "tamer@gfms.example"}, Idempotency_Key="k")
    again = manage(system, invitation, "resend", {"by": "tamer@gfms.example"}, Idempotency_Key="k")
    assert (first.status_code, again.status_code) == (202, 202), first.text
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    until(lambda: len(system.mails(address)) == 2)
    system.sent(invitation)
    assert all(system.link(invitation) in mail["text"] for mail in system.mails(address))
    assert events(system, invitation) == [
        "InvitationCreated",
        "InvitationSent",
        "EmailDelivered",
        "InvitationResent",
        "InvitationSent",
        "EmailDelivered",
    ]
    assert shown(system, invitation)["history"][3]["by"] == "tamer@gfms.example"


def test_an_address_that_is_invited_already_is_not_taken(system: System) -> None:
    first, second = system.invite(), system.invite()
    address = system.row(first)["guest_email"]
    answer = manage(system, second, "resend", {"email": address})
    assert_problem(answer, 409, "already-invited", "/email")
    assert system.row(second)["guest_email"] != address


def test_a_refused_resend_says_why_and_changes_nothing(system: System) -> None:
    invitation = system.invite()
    before = system.sent(invitation)
    refusal = {"service": "graph", "status": 400, "code": "BadRequest", "path": "/invitations"}
    system.simulator("faults", [refusal | {"message": "Group email address is not supported"}])
    problem = assert_problem(
        manage(system, invitation, "resend", {"email": new_address()}),
        422,
        "guest-refused",
        "/email",
    )
    assert problem["kind"] == "group-address"
    assert problem["nextStep"]
    row = system.row(invitation)
    assert (row["state"], row["guest_email"]) == ("sent", before["guest_email"])
    assert events(system, invitation)[-1] == "CorrectionRefused"


def test_a_failure_is_shown_with_its_next_step_and_put_right_by_a_resend(system: System) -> None:
    content = body()
    refusal = {"service": "graph", "status": 500, "code": "InternalServerError"}
    system.simulator(
        "faults",
        [refusal | {"path": "/invitations", "message": "Unable to find target address"}],
    )
    invitation = system.post(content, Prefer="respond-async").json()["invitationId"]
    until(lambda: system.row(invitation)["state"] == "failed")
    failure = shown(system, invitation)["failure"]
    assert failure["kind"] == "address-not-found"
    assert failure["answer"] == "Unable to find target address"
    assert failure["requestId"]
    assert failure["nextStep"]
    right = new_address()
    answer = manage(system, invitation, "resend", {"email": right})
    assert answer.status_code == 202
    system.mail(right)
    successor = answer.json()["invitationId"]
    system.sent(successor)
    assert shown(system, successor)["failure"] is None
    assert shown(system, invitation)["state"] == "revoked"


def test_a_revoked_invitation_leads_nowhere_and_its_new_guest_is_deleted(
    system: System, person: Person
) -> None:
    content = body()
    invitation = system.post(content).json()["invitationId"]
    system.sent(invitation)
    assert system.guest(content["guest"]["email"])
    answer = manage(system, invitation, "revoke", {"by": "tamer@gfms.example"})
    assert (answer.status_code, answer.json()["state"]) == (200, "revoked")
    assert manage(system, invitation, "revoke").status_code == 200
    assert system.guest(content["guest"]["email"]) is None
    assert events(system, invitation)[3:] == ["InvitationRevoked", "GuestDeleted"]
    person.open(system.link(invitation))
    assert person.status == 410
    assert_problem(manage(system, invitation, "resend"), 409, "not-possible")
    assert system.post(content).status_code == 201


def test_a_guest_who_was_there_before_is_reused_and_never_deleted(system: System) -> None:
    address = new_address()
    system.simulator("seed", {"guests": [{"mail": address}]})
    guest = system.guest(address)
    assert guest is not None
    invitation = system.invite(guest={"email": address, "name": "Eva"})
    assert system.row(invitation)["guest_id"] == guest["id"]
    assert manage(system, invitation, "revoke").status_code == 200
    assert system.guest(address) is not None


def test_the_directorys_consent_stands_beside_our_state(system: System, person: Person) -> None:
    invitation = system.invite()
    person.arrive(invitation)
    person.submit(
        legalName="URS AG", country="CH", streetAddress="Weg 1", city="Biel", postalCode="2504",
        taxNumber="CHE-100.155.212 MWST", phone="+41 32 344 11 11", contactName="Eva",
        contactEmail="eva@kunde.example", website="",
    )  # fmt: skip
    until(lambda: shown(system, invitation)["access"] == "granted")
    detail = shown(system, invitation)
    assert detail["consent"]["state"] == "Accepted"
    assert detail["consent"]["changed"].endswith("Z")
    assert_problem(manage(system, invitation, "revoke"), 409, "not-possible")
