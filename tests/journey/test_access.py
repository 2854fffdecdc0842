"""GrantAccess: what a guest who is done may do, and what the platform hears of it."""

from collections.abc import Callable
from typing import Any

import pytest

from dev.simulator import defaults
from tests.journey.person import Person
from tests.journey.system import System
from tests.journey.test_company import company
from tests.journey.waiting import until


def members(state: dict[str, Any]) -> list[str]:
    found: list[str] = state["group_members"][defaults.GROUP_ID]
    return found


def roles(state: dict[str, Any], guest_id: str) -> list[tuple[str, str]]:
    return [
        (given["resourceId"], given["appRoleId"])
        for given in state["app_role_assignments"]
        if given["principalId"] == guest_id
    ]


def granted(system: System, invitation: str, access: str = "granted") -> dict[str, Any]:
    until(lambda: system.row(invitation)["access"] == access)
    return system.row(invitation)


def event_of(system: System, guest_id: str) -> dict[str, Any]:
    found = [event for event in system.events() if event["id"].endswith(guest_id)]
    (event,) = {str(event): event for event in found}.values()
    return event


def test_access_is_granted_and_the_platform_told(
    system: System, people: Callable[[], Person]
) -> None:
    one, registered = people(), company("Granted")
    invitation = system.invite(company=registered)
    one.arrive(invitation)
    assert members(system.state()).count(system.row(invitation)["guest_id"]) == 0
    one.submit()
    row = granted(system, invitation)
    state, guest_id = system.state(), row["guest_id"]
    assert members(state).count(guest_id) == 1
    assert roles(state, guest_id) == [(defaults.RESOURCE_ID, defaults.APP_ROLE_ID)]
    fields = state["guests"][guest_id]["fields"]
    assert fields["companyName"] == registered["legalName"]
    assert (fields["city"], fields["postalCode"], fields["country"]) == ("Biel", "2504", "CH")
    assert fields["streetAddress"] == registered["streetAddress"]
    event = event_of(system, guest_id)
    assert event["specversion"] == "1.0"
    assert event["type"] == "company.created"
    assert event["source"] == system.stack.app_url
    assert event["subject"] == event["data"]["company"]["id"] == row["company_id"]
    assert event["id"] == f"{row['company_id']}:{guest_id}"
    assert event["data"]["guest"]["email"] == row["guest_email"]
    assert event["data"]["roles"] == ["customer"]
    assert invitation not in str(event), "the link is the guest's secret"
    assert "AccessGranted" in system.kinds(invitation)
    colleague = system.invite(company=registered)
    two = people()
    two.arrive(colleague)
    two.press("Join company")
    joined = granted(system, colleague)
    event = event_of(system, joined["guest_id"])
    assert (event["type"], event["subject"]) == ("company.joined", row["company_id"])


def test_a_long_company_name_is_cut_to_what_the_directory_takes(
    system: System, person: Person
) -> None:
    name = company("Gesellschaft für " + "Maschinenbau " * 5 + "AG")["legalName"]
    invitation = system.invite(company=company("x", legalName=name))
    person.arrive(invitation)
    person.submit()
    row = granted(system, invitation)
    fields = system.state()["guests"][row["guest_id"]]["fields"]
    assert fields["companyName"] == name[:64].strip()
    assert event_of(system, row["guest_id"])["data"]["company"]["legalName"] == name


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 404, "code": "Directory_ObjectNotFound", "path": "/appRoleAssignments"},
        {"status": 400, "message": "Not a valid reference update", "path": "/members"},
        {"status": 429, "retry_after": 1, "path": "/users"},
    ],
)
def test_what_is_not_there_yet_is_tried_again(
    system: System, person: Person, fault: dict[str, object]
) -> None:
    invitation = system.invite(company=company("Later"))
    person.arrive(invitation)
    system.simulator("faults", [{"service": "graph", "retry_after": 1} | fault])
    person.submit()
    row = granted(system, invitation)
    state = system.state()
    assert state["faults"] == []
    assert members(state).count(row["guest_id"]) == 1
    assert len(roles(state, row["guest_id"])) == 1


def test_what_graph_refuses_for_good_is_noted_with_its_reason(
    system: System, person: Person
) -> None:
    invitation = system.invite(company=company("Refused"))
    person.arrive(invitation)
    fault = {"service": "graph", "status": 403, "message": "No right.", "path": "/members"}
    system.simulator("faults", [fault])
    page = person.submit()
    assert page.heading.startswith("Welcome")
    row = granted(system, invitation, "failed")
    assert (row["state"], row["failure"]) == ("completed", "Authorization_RequestDenied")
    assert (row["failure_kind"], row["failure_answer"]) == ("permission-missing", "No right.")
    assert row["failure_next_step"]
    # A report on the e-mail may come in between.
    assert "AccessFailed" in system.kinds(invitation)[-2:]
