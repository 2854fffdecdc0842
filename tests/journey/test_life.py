"""The life of an invitation by API: corrected, extended, resent, reminded, erased."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.addresses import address_hash
from shared.domain.keys import organisation_key
from tests.journey.managing import manage, shown
from tests.journey.person import Person
from tests.journey.problems import assert_problem
from tests.journey.system import TIMEOUT, System, body, new_address
from tests.journey.waiting import until

NOBODY = "00000000-0000-0000-0000-000000001267"


def kinds(system: System, invitation: str) -> list[str]:
    return [one["event"] for one in shown(system, invitation)["history"]]


def days_left(detail: dict[str, Any]) -> float:
    left = datetime.fromisoformat(detail["expires"]) - datetime.now(UTC)
    return left / timedelta(days=1)


def people(system: System, what: str, content: Any, key: str = "") -> Any:
    return system.session.post(
        f"{system.stack.app_url}/api/People/{what}",
        data=json.dumps(content).encode(),
        headers={"x-functions-key": key or system.stack.keys.host},
        timeout=TIMEOUT,
    )


def delete(system: System, invitation: str, key: str = "") -> Any:
    return system.session.delete(
        f"{system.stack.app_url}/api/Invitations/{invitation}",
        headers={"x-functions-key": key or system.stack.keys.host},
        timeout=TIMEOUT,
    )


@pytest.mark.parametrize("route", ["address", "resend"])
def test_a_wrong_address_is_put_right_by_a_successor(
    system: System, person: Person, route: str
) -> None:
    wrong, right = new_address("wrong"), new_address("right")
    first = system.invite(guest={"email": wrong, "name": "Eva"}, message="Hello Eva")
    system.sent(first)
    answer = manage(system, first, route, {"email": right.upper(), "language": "fr", "by": "t@x.y"})
    assert answer.status_code == 202, answer.text
    second = answer.json()["invitationId"]
    assert second != first
    assert (answer.json()["guest"]["email"], answer.json()["predecessor"]) == (right, first)
    again = manage(system, first, route, {"email": right})
    assert again.json()["invitationId"] == second
    assert again.headers["Idempotent-Replayed"] == "true"
    before = shown(system, first)
    assert (before["state"], before["successor"]) == ("revoked", second)
    revoked = next(one for one in before["history"] if one["event"] == "InvitationRevoked")
    assert (revoked["by"], revoked["details"]["why"]) == ("t@x.y", "address-corrected")
    until(lambda: len(system.mails(wrong)) == 2)
    assert system.mails(wrong)[1]["subject"].endswith("sent you a newer invitation")
    assert system.link(second) in system.mail(right)["text"]
    assert second not in system.mails(wrong)[1]["text"]
    assert system.guest(wrong) is None, "the policy of these tests deletes the guest"
    person.open(system.link(first))
    assert (person.status, person.page.heading) == (
        410,
        "This invitation was sent to another address",
    )
    assert right not in person.page.html
    person.arrive(second)
    assert system.row(second)["state"] == "accepted"
    assert system.post(body(guest={"email": wrong, "name": "Eva"})).status_code == 201
    taken = system.post(body(guest={"email": right, "name": "Eva"}))
    assert_problem(taken, 409, "already-invited", "/guest/email")


def test_a_corrected_invitation_is_over(system: System) -> None:
    first = system.invite()
    assert manage(system, first, "address", {"email": new_address()}).status_code == 202
    for what, content in (
        ("address", {"email": new_address()}), ("resend", {}), ("extend", {"days": 60}),
    ):  # fmt: skip
        assert_problem(manage(system, first, what, content), 409, "not-possible")


@pytest.mark.parametrize(
    ("what", "content", "pointer"),
    [
        ("address", {}, None),
        ("address", {"email": "x"}, "/email"),
        ("address", {"email": "a@b.example", "language": "tlh"}, "/language"),
        ("extend", {"days": 0}, None),
        ("extend", {"days": 91}, None),
        ("extend", {"days": "7"}, None),
        ("extend", {}, None),
    ],
)
def test_a_wrong_body_is_told(system: System, what: str, content: Any, pointer: str | None) -> None:
    answer = manage(system, NOBODY, what, content)
    assert answer.status_code == 422, answer.text
    if pointer:
        assert_problem(answer, 422, "invalid", pointer)


@pytest.mark.parametrize("what", ["address", "extend"])
def test_nobody_does_it_without_a_key(system: System, what: str) -> None:
    content = {"email": "a@b.example"} if what == "address" else {"days": 40}
    assert manage(system, NOBODY, what, content, x_functions_key="wrong").status_code == 401
    assert_problem(manage(system, NOBODY, what, content), 404, "not-found")


def test_an_invitation_runs_as_long_as_it_says_and_longer_if_asked(system: System) -> None:
    invitation = system.invite(days=5, reminders=[2, 4])
    system.sent(invitation)
    detail = shown(system, invitation)
    assert 4.9 < days_left(detail) <= 5
    assert detail["reminders"] == [2, 4]
    answer = manage(system, invitation, "extend", {"days": 60, "by": "t@x.y"})
    assert answer.status_code == 200, answer.text
    assert 59.9 < days_left(answer.json()) <= 60
    assert "InvitationExtended" in kinds(system, invitation)
    assert_problem(manage(system, invitation, "extend", {"days": 60 - 1}), 422, "invalid", "/days")
    made = datetime.now(UTC) - timedelta(days=50)
    system.alter(invitation, created=made, expires=made)
    assert shown(system, invitation)["state"] == "expired"
    refused = manage(system, invitation, "extend", {"days": 41})
    assert_problem(refused, 422, "invalid", "/days")
    answer = manage(system, invitation, "extend", {"days": 39})
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] != "expired"


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"days": 0}, "malformed"),
        ({"days": 91}, "malformed"),
        ({"reminders": "on"}, "malformed"),
        ({"reminders": [0]}, "malformed"),
        ({"reminders": [7, 14, 21]}, "invalid"),
        ({"reminders": [14, 7]}, "invalid"),
        ({"reminders": [7, 7]}, "invalid"),
    ],
)
def test_a_wrong_wish_is_refused(system: System, changed: dict[str, Any], kind: str) -> None:
    answer = system.post(body(**changed))
    assert answer.status_code == 422, answer.text
    assert answer.json()["type"].endswith(f":{kind}")


def test_a_resend_waits_five_minutes_and_the_link_stays(system: System) -> None:
    invitation = system.invite()
    system.sent(invitation)
    assert manage(system, invitation, "resend", Idempotency_Key="k").status_code == 202
    replayed = manage(system, invitation, "resend", Idempotency_Key="k")
    assert (replayed.status_code, replayed.headers["Idempotent-Replayed"]) == (202, "true")
    refused = manage(system, invitation, "resend")
    assert_problem(refused, 429, "too-soon")
    assert 290 < int(refused.headers["Retry-After"]) <= 300
    system.sent(invitation)
    earlier = datetime.now(UTC) - timedelta(minutes=5)
    system.alter(invitation, resent=earlier.isoformat())
    assert manage(system, invitation, "resend").status_code == 202
    assert system.ask("GET", system.link(invitation)).status_code == 302


def test_a_guest_is_reminded_once_of_each(system: System) -> None:
    address = new_address()
    invitation = system.invite(guest={"email": address, "name": "Eva"}, reminders=[7])
    accepted = system.invite(reminders=[7])
    for one in (invitation, accepted):
        system.sent(one)
        week = datetime.now(UTC) - timedelta(days=8)
        system.alter(one, emailed=week.isoformat(), remind_at=week.isoformat())
    system.alter(accepted, state="accepted")
    system.run_timer("RemindGuests")
    until(lambda: len(system.mails(address)) == 2)
    assert system.mails(address)[1]["subject"].startswith("Reminder: ")
    assert system.link(invitation) in system.mails(address)[1]["text"]
    until(lambda: kinds(system, invitation)[-1] == "EmailDelivered")
    system.run_timer("RemindGuests")
    assert kinds(system, invitation).count("GuestReminded") == 1
    assert "GuestReminded" not in kinds(system, accepted)


def test_a_repeated_request_does_not_invite_whoever_was_erased(system: System) -> None:
    content = body()
    invitation = system.post(content, Idempotency_Key="erased").json()["invitationId"]
    system.sent(invitation)
    assert delete(system, invitation).status_code == 200
    again = system.post(content, Idempotency_Key="erased")
    assert_problem(again, 422, "idempotency-key-reused")
    assert system.guest(content["guest"]["email"]) is None


def test_a_deleted_invitation_names_nobody(system: System, person: Person) -> None:
    content = body(message="Geheim", company={"legalName": "URS Mechanik AG"})
    address = content["guest"]["email"]
    invitation = system.post(content).json()["invitationId"]
    system.sent(invitation)
    assert delete(system, invitation, "wrong").status_code == 401
    assert_problem(delete(system, NOBODY), 404, "not-found")
    answer = delete(system, invitation)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], answer.json()["erased"]) == ("revoked", True)
    assert delete(system, invitation).status_code == 200
    for what in ("", "revoke", "resend"):
        assert_problem(manage(system, invitation, what), 404, "not-found")
    rows = system.rows("Invitations", invitation[:3])
    ours = [row for row in rows if invitation in (row["RowKey"], row.get("invitation_id"))]
    ours += [row for row in rows if row["RowKey"].startswith(f"{invitation}_")]
    for secret in (address, "Éva", "tamer@", "Tamer", "Geheim", "Mechanik"):
        assert secret not in repr(ours)
    assert not [row for row in ours if row["RowKey"].startswith("mail_")]
    index = system.rows("InvitationIndex", organisation_key("GFMS"))
    assert f"email_{address_hash(address)}" not in {row["RowKey"] for row in index}
    assert system.guest(address) is None
    person.open(system.link(invitation))
    assert person.status == 410
    assert system.post(content).status_code == 201


def test_a_person_is_exported_and_erased(system: System) -> None:
    address, inviter = new_address(), new_address("inviter")
    by = {"email": inviter, "name": "Tamer"}
    invitation = system.invite(guest={"email": address, "name": "Eva"}, inviter=by)
    other = system.invite(inviter=by, message="Hello from Tamer")
    for one in (invitation, other):
        system.sent(one)
    assert people(system, "export", {"address": address}, "wrong").status_code == 401
    assert_problem(people(system, "erase", {"address": "x"}), 422, "invalid", "/address")
    told = people(system, "export", {"address": address.upper()}).json()
    assert [one["invitationId"] for one in told["invitations"]] == [invitation]
    assert told["invitations"][0]["emails"][0]["fate"] == "delivered"
    done = people(system, "erase", {"address": address}).json()
    assert (done["erased"], done["more"]) == ([invitation], False)
    assert list(done["directory"].values()) == ["deleted"]
    assert system.guest(address) is None
    assert_problem(manage(system, invitation), 404, "not-found")
    assert people(system, "export", {"address": address}).json()["invitations"] == []
    done = people(system, "erase", {"address": inviter}).json()
    assert done["changed"] == [other]
    assert inviter not in json.dumps(shown(system, other))
    assert system.ask("GET", system.link(other)).status_code == 302
