"""What other systems hear of an invitation, on the queue and by webhook; and quotas, by HTTP."""

import base64
import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from standardwebhooks import Webhook

from dev.stack import Options, Stack
from shared.domain.happening import reference
from tests.conftest import SHORT_WAITS
from tests.journey.managing import manage, shown
from tests.journey.person import Person
from tests.journey.problems import assert_problem
from tests.journey.receiver import Received, Receiver
from tests.journey.system import System, body, new_address
from tests.journey.test_company import company
from tests.journey.waiting import until

OLD, NEW = ("whsec_" + base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
PER_INVITER, PER_ORGANISATION = 20, 30


@dataclass
class Told:
    """A system with quotas, and what its webhook gets."""

    system: System
    receiver: Receiver

    def of(self, invitation: str) -> list[dict[str, Any]]:
        """Return the events of the invitation that the webhook got, in their own order."""
        found = {event["id"]: event for event in map(read, self.receiver.received)}
        named = reference(invitation)
        mine = [event for event in found.values() if event["data"]["invitation"] == named]
        return sorted(mine, key=lambda event: str(event.get("sequence", "~")))

    def types(self, invitation: str) -> list[str]:
        return [event["type"] for event in self.of(invitation)]


def read(received: Received) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(received.body)
    return found


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A local environment of its own, with a webhook and with quotas."""
    with Receiver() as receiver:
        settings = {
            **SHORT_WAITS,
            "WEBHOOK_URL": receiver.url,
            "WEBHOOK_SECRETS": f"{NEW}, {OLD}",
            "INVITEES_PER_INVITER_PER_DAY": str(PER_INVITER),
            "INVITEES_PER_ORGANISATION_PER_DAY": str(PER_ORGANISATION),
        }
        options = Options(folder=tmp_path_factory.mktemp("told"), settings=settings)
        with Stack(options) as stack, System(stack) as system:
            yield Told(system, receiver)


def test_the_whole_life_is_told_on_the_queue_and_by_webhook(told: Told) -> None:
    system = told.system
    content = body(company=company("Told"))
    answer = system.post(content)
    made = answer.json()
    invitation = made["invitationId"]
    assert made["reference"] == shown(system, invitation)["reference"] == reference(invitation)
    system.sent(invitation)
    with Person(system) as guest:
        guest.arrive(invitation)
        guest.submit()
    wanted = [
        "invitation.created",
        "invitation.sent",
        "email.delivered",
        "invitation.accepted",
        "company.created",
    ]
    until(lambda: told.types(invitation) == wanted)
    events = told.of(invitation)
    row = system.row(invitation)
    assert [event["specversion"] for event in events] == ["1.0"] * 5
    assert {event["source"] for event in events} == {system.stack.app_url}
    assert {event["subject"] for event in events[:4]} == {reference(invitation)}
    assert events[4]["subject"] == row["company_id"]
    history = {one["event"]: one["at"] for one in shown(system, invitation)["history"]}
    assert [event["time"] for event in events] == [
        history[kind]
        for kind in (
            "InvitationCreated",
            "InvitationSent",
            "EmailDelivered",
            "InvitationAccepted",
            "CompanyCreated",
        )
    ]
    for event in events:
        assert event["data"]["guest"]["email"] == content["guest"]["email"]
        for secret in (invitation, row["redeem_url"], row["operation_id"]):
            assert secret not in json.dumps(event)
    queued = [
        event for event in system.events() if event["data"]["invitation"] == reference(invitation)
    ]
    assert sorted(queued, key=str) == sorted(events, key=str), "each came once"


def test_deliveries_are_signed_with_the_new_and_the_old_secret(told: Told) -> None:
    invitation = told.system.invite(organisation="Signed")
    until(lambda: "email.delivered" in told.types(invitation))
    for one in told.receiver.received:
        assert one.path == "/hook"
        for secret in (OLD, NEW):
            event = Webhook(secret).verify(one.body, one.headers)
        headers = {name.lower(): value for name, value in one.headers.items()}
        assert headers["webhook-id"] == event["id"]


def test_what_the_receiver_does_not_take_comes_again_and_what_is_gone_does_not(
    told: Told,
) -> None:
    told.receiver.answers = [500, 302, 410]
    first = len(told.receiver.received)
    invitation = told.system.invite(organisation="Again")
    refused = set()

    def settled() -> bool:
        came = [read(one)["id"] for one in told.receiver.received[first:]]
        refused.update(came[:2])
        return len(came) >= 5 and all(came.count(one) >= 2 for one in refused)

    until(settled, 40)
    came = [read(one)["id"] for one in told.receiver.received[first:]]
    gone = came[2]
    assert came.count(gone) == (2 if gone in refused else 1)
    bodies = {one.body for one in told.receiver.received[first:] if read(one)["id"] == came[0]}
    assert len(bodies) == 1, "it is the same to the byte"
    assert len(told.of(invitation)) == 3
    assert {one.path for one in told.receiver.received} == {"/hook"}


def test_failures_resends_revocations_and_blocks_are_told(told: Told) -> None:
    system = told.system
    refusal = {"service": "graph", "status": 400, "code": "BadRequest", "path": "/invitations"}
    system.simulator("faults", [refusal | {"message": "The tenant does not trust this domain."}])
    answer = system.post(body(organisation="Failing"), Prefer="respond-async")
    invitation = answer.json()["invitationId"]
    until(lambda: "invitation.failed" in told.types(invitation))
    failed = told.of(invitation)[-1]
    assert failed["data"]["details"]["code"] == "BadRequest"
    assert manage(system, invitation, "resend", {"by": "tamer@gfms.example"}).status_code == 202
    system.sent(invitation)
    manage(system, invitation, "revoke", {"by": "tamer@gfms.example"})
    wanted = ["created", "failed", "resent", "sent", "revoked"]
    until(lambda: set(wanted) <= {kind.rpartition(".")[2] for kind in told.types(invitation)})
    assert told.types(invitation)[:3] == [f"invitation.{kind}" for kind in wanted[:3]]
    assert told.of(invitation)[-1]["data"]["by"] == "tamer@gfms.example"


def test_a_corrected_address_is_told_as_one_end_and_one_beginning(told: Told) -> None:
    system = told.system
    first = system.invite(organisation="Corrected")
    system.sent(first)
    content = {"email": new_address("right"), "by": "tamer@gfms.example"}
    second = manage(system, first, "address", content).json()["invitationId"]
    assert manage(system, first, "address", content).headers["Idempotent-Replayed"] == "true"
    until(lambda: "invitation.sent" in told.types(second))
    until(lambda: "invitation.revoked" in told.types(first))
    revoked = told.of(first)[-1]["data"]
    assert revoked["by"] == "tamer@gfms.example"
    assert revoked["details"] == {"from": "sent", "why": "address-corrected"}
    assert told.types(second)[:2] == ["invitation.created", "invitation.sent"]
    came = [one for one in system.events() if one["subject"] in {*map(reference, (first, second))}]
    kinds = [one["type"] for one in came]
    assert kinds.count("invitation.revoked") == 1
    assert kinds.count("invitation.created") == 2
    assert second not in json.dumps(came), "whoever has the id has the link"


def test_a_bounce_is_told(told: Told) -> None:
    guest = {"email": f"bounce@{uuid.uuid4().hex}.example", "name": "Eva"}
    invitation = told.system.invite(organisation="Bouncing", guest=guest)
    until(lambda: told.types(invitation)[-1:] == ["email.bounced"])


def test_fifty_at_once_invite_as_many_as_the_quota_and_the_rest_are_told_when(
    told: Told,
) -> None:
    inviter = {"email": f"{new_address('inviter')}", "name": "Inviter"}
    organisation = "Quota"

    def create(_: int) -> int:
        answer = told.system.post(body(inviter=inviter, organisation=organisation))
        if answer.status_code == 429:
            problem = assert_problem(answer, 429, "quota-exceeded")
            assert (problem["limit"], problem.get("left", 0)) == (PER_INVITER, 0)
            assert 23 * 3600 < int(answer.headers["Retry-After"]) <= 25 * 3600
        return answer.status_code

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(create, range(50)))
    assert (answers.count(201), answers.count(429)) == (PER_INVITER, 50 - PER_INVITER)
    content = body(inviter=inviter, organisation=organisation)
    assert told.system.post(content).status_code == 429
    other = content | {"inviter": {"email": new_address("other"), "name": "Other"}}
    first = told.system.post(other, Idempotency_Key="once")
    assert first.status_code == 201, "the refused one did not keep the address"
    for _ in range(PER_ORGANISATION):
        assert told.system.post(other, Idempotency_Key="once").status_code == 201
    for _ in range(PER_ORGANISATION - PER_INVITER - 1):
        answer = told.system.post(body(inviter=other["inviter"], organisation=organisation))
        assert answer.status_code == 201
    answer = told.system.post(body(inviter=other["inviter"], organisation=organisation))
    problem = assert_problem(answer, 429, "quota-exceeded")
    assert problem["limit"] == PER_ORGANISATION
    assert "organisation" in problem["detail"]


def test_whom_microsoft_refuses_counts_for_no_quota(told: Told) -> None:
    refusal = {"service": "graph", "status": 400, "code": "BadRequest", "path": "/invitations"}
    inviter = {"email": new_address("inviter"), "name": "Inviter"}
    for _ in range(PER_INVITER + 1):
        told.system.simulator("faults", [refusal | {"message": "No."}])
        answer = told.system.post(body(inviter=inviter, organisation="Refused"))
        assert_problem(answer, 422, "guest-refused", "/guest/email")
    assert told.system.post(body(inviter=inviter, organisation="Refused")).status_code == 201


def test_without_quotas_nothing_is_counted(system: System) -> None:
    system.invite()
    tables = {table.name for table in system._tables.list_tables()}
    assert "Invitations" in tables
    assert "Quotas" not in tables
