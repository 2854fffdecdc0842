"""What an operator sees of an invitation, through the real exporter and over the wire."""

import json
import re
import time
from collections.abc import Callable, Iterator

import pytest

from dev.simulator import defaults
from dev.simulator.insights.store import Node, trees
from shared.domain.happening import reference
from shared.telemetry import names as known
from tests.journey import telemetry
from tests.journey.person import PASSWORD, Person
from tests.journey.system import TIMEOUT, System, body, new_address
from tests.journey.test_access import granted
from tests.journey.test_company import company
from tests.journey.waiting import until

_OF_THE_EXPORTER = {"logger_name", "_MS.links"}


@pytest.fixture
def no_faults(system: System) -> Iterator[None]:
    """No fault stays behind."""
    yield
    system.session.delete(f"{system.stack.simulator_url}/control/faults", timeout=TIMEOUT)


@pytest.fixture(scope="module")
def done(system: System) -> str:
    """An invitation whose guest is done, opened on one device and gone on with on another."""
    invitation = system.invite(company=company("Traced"))
    system.sent(invitation)
    assert system.ask("GET", system.link(invitation)).status_code == 302
    with Person(system) as guest:
        guest.arrive(invitation)
        guest.submit()
    granted(system, invitation)
    telemetry.traced(system, invitation, "AccessGranted")
    return invitation


def _below(node: Node) -> list[str]:
    return [node.name, *(name for child in node.children for name in _below(child))]


def test_an_invitation_is_one_trace_under_its_reference(system: System, done: str) -> None:
    [tree] = trees(telemetry.told(system, reference(done)))
    [root] = tree.roots
    assert root.name == known.ROOT
    functions = {"InviteUser", "SendInvitation", "DeliveryReports", "FollowInvitation"}
    functions |= {"RedeemInvitation", "CreateCompany", "GrantAccess", "Welcome", "PublishEvents"}
    assert functions <= set(_below(root))
    assert _below(root).count("FollowInvitation") == 2


def test_what_a_message_caused_stands_below_what_sent_the_message(
    system: System, done: str
) -> None:
    [tree] = trees(telemetry.told(system, reference(done)))
    [created] = [node for node in tree.roots[0].children if node.name == "InviteUser"]
    [sending] = [node for node in created.children if node.name == "SendInvitation"]
    assert "InvitationSent" in _below(sending)
    links = json.loads(sending.properties["_MS.links"])
    made = created.item["data"]["baseData"]["id"]
    assert {"operation_Id": reference(done), "id": made} in links


def test_the_steps_are_told_in_order(system: System, done: str) -> None:
    items = [
        item
        for item in telemetry.told(system, reference(done))
        if item["data"]["baseType"] == "EventData"
    ]
    steps = telemetry.names(sorted(items, key=lambda item: item["time"]), "Event")
    assert [step for step in steps if step not in {"EmailDelivered", "LinkFollowed"}] == [
        "InvitationCreated",
        "InvitationSent",
        "SignInStarted",
        "InvitationAccepted",
        "CompanyShown",
        "CompanyCreated",
        "AccessGranted",
    ]
    customers = {telemetry.base(item)["properties"].get("customer") for item in items} - {None}
    assert len(customers) == 1


def test_the_simulator_shows_the_trace_as_a_tree(system: System, done: str) -> None:
    url = f"{system.stack.simulator_url}/telemetry?operation={reference(done)}"
    html = system.session.get(url, timeout=TIMEOUT).text
    assert "SendInvitation" in html
    assert html.count("<article") == 1
    assert done not in html


def test_every_name_that_goes_out_is_in_the_list(system: System, done: str) -> None:
    assert done
    asked = {known.GRAPH, known.STORAGE, known.MAIL, known.IDENTITY, known.SIGN_IN}
    until(
        lambda: {point.get("service") for point in telemetry.metrics(system, known.CALLS)} >= asked
    )
    items = telemetry.told(system)
    dimensions = {name for item in items for name in telemetry.base(item).get("properties") or {}}
    assert dimensions - _OF_THE_EXPORTER <= known.DIMENSIONS
    assert set(telemetry.names(items, "Event")) <= known.STEP_NAMES
    points = [telemetry.base(item) for item in items if item["data"]["baseType"] == "MetricData"]
    assert {point["metrics"][0]["name"] for point in points} <= known.METRICS
    services = {point["properties"].get("service") for point in points} - {None}
    assert services <= known.SERVICES
    assert {item["tags"]["ai.cloud.role"] for item in items} == {known.ROLE}


def test_nothing_that_goes_out_names_anybody_or_opens_anything(
    system: System, person: Person
) -> None:
    address, name = new_address("secret"), "Hilda Verschwiegen"
    refusal = {"service": "graph", "status": 503, "path": "/invitations", "retry_after": 1}
    system.simulator("faults", [refusal, {"service": "email", "status": 429, "retry_after": 1}])
    content = body(guest={"email": address, "name": name}, company=company("Untold", phone="1"))
    invitation = system.post(content, Idempotency_Key="a-key-of-nobodys").json()["invitationId"]
    system.post(content)
    row = system.sent(invitation)
    person.arrive(invitation)
    person.submit(phone="")
    granted(system, invitation)
    person.open(f"{person.site}/api/RedeemInvitation?state=forged&code=code-of-a-sign-in")
    telemetry.traced(system, invitation, "AccessGranted")
    everything = json.dumps(telemetry.told(system), ensure_ascii=False)
    assert reference(invitation) in everything
    secrets = [invitation, address, address.partition("@")[0], name, row["guest_id"]]
    secrets += [
        row["redeem_url"],
        row["operation_id"],
        "code-of-a-sign-in",
        "a-key-of-nobodys",
    ]
    secrets += [value for value, _ in person.cookies.kept.values()]
    secrets += [PASSWORD, system.key, defaults.CLIENT_SECRET, defaults.EMAIL_ACCESS_KEY]
    secrets += [defaults.IDENTITY_HEADER, "eyJ0eXAi", "eyJhbGci", "AccountKey", "gAAAA"]
    secrets += ["kunde.example", "gfms.example", "Mohamed-Nour"]
    for secret in secrets:
        assert secret not in everything
    assert not re.search(r"[\w.+-]+@[\w-]+\.\w", everything)
    guids = re.findall(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", everything)
    assert set(guids) == {defaults.INSTRUMENTATION_KEY}


@pytest.mark.usefixtures("no_faults")
def test_a_throttled_service_is_counted_and_its_trace_has_failed(system: System) -> None:
    fault = {"service": "graph", "status": 429, "path": "/invitations", "retry_after": 1}
    system.simulator("faults", [fault])
    answer = system.post(body())
    assert answer.status_code == 202
    invitation = answer.json()["invitationId"]
    items = telemetry.traced(system, invitation, "InvitationSent")
    [refused] = [
        telemetry.base(item) for item in items if telemetry.base(item).get("resultCode") == "429"
    ]
    assert (refused["name"], refused["target"]) == ("POST /invitations", "graph")
    assert refused["success"] is False
    assert refused["properties"]["throttled"] == "yes"

    def counted() -> bool:
        points = telemetry.metrics(system, known.CALLS)
        return any(p["service"] == "graph" and p["throttled"] == "yes" for p in points)

    until(counted)


@pytest.mark.usefixtures("no_faults")
def test_a_refused_invitation_says_its_kind(system: System) -> None:
    content = body()
    refusal = {"service": "graph", "status": 400, "path": "/invitations", "code": "BadRequest"}
    system.simulator("faults", [refusal])
    assert system.post(content).status_code == 422

    def seen() -> bool:
        return any(
            telemetry.base(item).get("properties", {}).get("reason") == "guest-refused"
            for item in telemetry.told(system)
            if item["data"]["baseType"] == "RemoteDependencyData"
        )

    until(seen)


@pytest.mark.parametrize(
    "fault",
    [
        {"service": "insights", "status": 503, "times": -1},
        {"service": "insights", "kind": "slow", "seconds": 3, "times": 2},
        {"service": "insights", "kind": "drop", "times": -1},
    ],
    ids=["down", "slow", "cut off"],
)
@pytest.mark.usefixtures("no_faults")
def test_nobody_waits_for_a_lost_exporter_and_nothing_is_lost(
    system: System, people: Callable[[], Person], fault: dict[str, object]
) -> None:
    system.simulator("faults", [fault])
    began = time.monotonic()
    invitation = system.invite()
    system.sent(invitation)
    for _ in range(20):
        assert system.ask("GET", system.link(invitation)).status_code == 302
    people().arrive(invitation)
    assert time.monotonic() - began < 15
    system.session.delete(f"{system.stack.simulator_url}/control/faults", timeout=TIMEOUT)
    items = telemetry.traced(system, invitation, "CompanyShown")
    assert telemetry.names(items, "RemoteDependency").count("FollowInvitation") == 21
