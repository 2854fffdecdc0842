"""POST /api/InviteUser: what is answered, and what is there afterwards."""

import uuid
from datetime import datetime, timedelta

import pytest

from tests.journey.problems import assert_problem
from tests.journey.system import System, body, new_address


def test_an_invitation_is_answered_with_its_link_and_guest(system: System) -> None:
    content = body(message="Hello\nthere", language="fr-CH")
    answer = system.post(content)
    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Location"] == made["link"] == system.link(made["invitationId"])
    assert uuid.UUID(made["invitationId"]).version == 4
    guest = system.guest(content["guest"]["email"])
    assert guest is not None
    assert made["guest"] == {"id": guest["id"], "email": guest["mail"]}
    assert made["state"] == "queued"
    row = system.sent(made["invitationId"])
    assert row["language"] == "fr"
    lifetime = datetime.fromisoformat(made["expires"]) - row["created"]
    assert lifetime == timedelta(days=30)
    kinds = system.kinds(made["invitationId"])
    assert kinds == ["InvitationCreated", "InvitationSent", "EmailDelivered"]


def test_the_email_goes_out_once_with_the_link(system: System) -> None:
    content = body(message="First line\nSecond <b>line</b>")
    made = system.post(content).json()
    mail = system.mail(content["guest"]["email"])
    system.sent(made["invitationId"])
    assert mail["subject"] == (
        "Mohamed-Nour, Tamer invited you to access applications within their organization."
    )
    assert mail["reply_to"] == ["tamer@gfms.example"]
    assert mail["html"].count(made["link"]) == 2
    assert mail["text"].count(made["link"]) == 1
    assert "Second &lt;b&gt;line&lt;/b&gt;" in mail["html"]
    assert len(system.mails(content["guest"]["email"])) == 1


def test_who_cannot_wait_is_answered_202_and_the_guest_appears_later(system: System) -> None:
    content = body()
    answer = system.post(content, Prefer="respond-async")
    made = answer.json()
    assert answer.status_code == 202
    assert answer.headers["Location"] == made["link"]
    assert made["guest"] == {"id": None, "email": content["guest"]["email"]}
    row = system.sent(made["invitationId"])
    guest = system.guest(content["guest"]["email"])
    assert guest is not None
    assert row["guest_id"] == guest["id"]
    kinds = system.kinds(made["invitationId"])
    assert kinds == ["InvitationCreated", "GuestInvited", "InvitationSent", "EmailDelivered"]
    assert len(system.mails(content["guest"]["email"])) == 1


def test_a_repeated_request_with_a_key_is_answered_with_the_same_invitation(
    system: System,
) -> None:
    content, key = body(), str(uuid.uuid4())
    first = system.post(content, Idempotency_Key=key)
    again = system.post(content, Idempotency_Key=key)
    assert first.status_code == again.status_code == 201
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json()["invitationId"] == first.json()["invitationId"]
    other = system.post(body(), Idempotency_Key=key)
    assert_problem(other, 422, "idempotency-key-reused")
    system.sent(first.json()["invitationId"])
    assert len(system.mails(content["guest"]["email"])) == 1


def test_an_address_has_one_open_invitation(system: System) -> None:
    address = new_address()
    first = system.invite(guest={"email": address, "name": "One"})
    again = system.post(body(guest={"email": address.upper(), "name": "Two"}))
    problem = assert_problem(again, 409, "already-invited", "/guest/email")
    assert problem["invitation"] == system.link(first)
    elsewhere = body(guest={"email": address, "name": "Two"}, organisation="Another one")
    assert system.post(elsewhere).status_code == 201
    system.alter(first, state="revoked")
    assert system.post(body(guest={"email": address, "name": "Three"})).status_code == 201


def test_what_graph_refuses_for_good_is_answered_and_the_address_is_free_again(
    system: System,
) -> None:
    content, reason = body(), "The tenant does not trust this domain."
    refusal = {"service": "graph", "status": 400, "code": "BadRequest", "message": reason}
    system.simulator("faults", [refusal | {"path": "/invitations"}])
    problem = assert_problem(system.post(content), 422, "guest-refused", "/guest/email")
    assert problem["kind"] == "unknown"
    assert (problem["code"], problem["answer"]) == ("BadRequest", reason)
    assert problem["requestId"]
    assert problem["nextStep"]
    assert problem["errors"] == [{"pointer": "/guest/email", "detail": problem["detail"]}]
    assert system.guest(content["guest"]["email"]) is None
    again = system.post(content | {"message": "once more"})
    assert again.status_code == 201


def test_a_throttled_directory_is_left_to_the_queue(system: System) -> None:
    content = body()
    fault = {"service": "graph", "status": 429, "retry_after": 1, "path": "/invitations"}
    system.simulator("faults", [fault])
    answer = system.post(content)
    assert answer.status_code == 202
    assert system.sent(answer.json()["invitationId"])["guest_id"]


@pytest.mark.parametrize("key", ["", "wrong"])
def test_without_the_key_nothing_is_made(system: System, key: str) -> None:
    content = body()
    headers = {"x-functions-key": key} if key else {}
    answer = system.session.post(system.url, json=content, headers=headers, timeout=30)
    assert answer.status_code == 401
    assert system.guest(content["guest"]["email"]) is None
