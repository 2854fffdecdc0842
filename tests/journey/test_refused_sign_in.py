"""A sign-in that Microsoft refuses, or that somebody meddles with: what to do, and the way back."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from tests.journey.managing import shown
from tests.journey.person import Person
from tests.journey.system import System
from tests.journey.test_sign_in import COMPANY, REDEEM, callback, path

REFUSALS = {
    "AADSTS65004": "You did not agree yet",
    "AADSTS90094": "Your company's administrator must agree first",
    "AADSTS90095": "Your company's administrator must agree first",
    "AADSTS65005": "Your company's directory has no administrator",
    "AADSTS50020": "This account was not invited",
    "AADSTS90071": "An administrator must change a sign-in rule",
    "AADSTS53003": "A sign-in rule does not let you in",
    "AADSTS70011": "The sign-in is not set up correctly",
    "AADSTS99999": "The sign-in did not work",
}


def asked_state(started: requests.Response) -> str:
    return parse_qs(urlsplit(started.headers["Location"]).query)["state"][0]


@pytest.mark.parametrize(("code", "heading"), REFUSALS.items())
def test_each_refusal_says_what_to_do_and_leads_back(
    system: System, person: Person, code: str, heading: str
) -> None:
    invitation = system.invite()
    started = person.once("GET", f"{person.site}{REDEEM}?invitationId={invitation}")
    query = {
        "error": "access_denied",
        "error_description": f"{code}: <script>\r\nTrace ID: 1",
        "state": asked_state(started),
    }
    page = person.open(f"{person.site}{REDEEM}?{urlencode(query)}")
    assert (person.status, page.heading) == (400, heading)
    assert code in page.text
    assert "Trace ID" not in page.text
    assert "<script>" not in person.page.html
    assert "__Secure-session" not in person.cookies.kept
    assert system.row(invitation)["state"] in {"queued", "sent"}
    if code == "AADSTS50020":
        person.click("Sign out and try again")
        assert path(person.way[1]) == REDEEM
    else:
        person.click("Back to your invitation")
        assert person.way[0] == system.link(invitation)
    assert person.status == 200, "Microsoft's page"


def test_a_refused_flow_is_over(system: System, person: Person) -> None:
    invitation = system.invite()
    started = person.once("GET", f"{person.site}{REDEEM}?invitationId={invitation}")
    answer = {"error": "access_denied", "state": asked_state(started)}
    for heading in ("You did not agree yet", "The sign-in took too long"):
        page = person.open(f"{person.site}{REDEEM}?{urlencode(answer)}")
        assert (person.status, page.heading) == (400, heading)
        assert "Back to your invitation" in page.links


def test_a_forged_answer_does_not_end_the_flow(system: System, person: Person) -> None:
    invitation = system.invite()
    back = callback(person, invitation)
    person.open(f"{person.site}{REDEEM}?state=forged&error=access_denied")
    assert person.page.heading == "The sign-in did not work"
    person.open(back)
    assert path(person.address) == COMPANY


def test_what_passes_at_microsofts_is_no_refusal(system: System, person: Person) -> None:
    started = person.once("GET", f"{person.site}{REDEEM}?invitationId={system.invite()}")
    answer = {"error": "temporarily_unavailable", "state": asked_state(started)}
    person.open(f"{person.site}{REDEEM}?{urlencode(answer)}")
    assert person.status == 503


def test_a_failure_speaks_the_guests_language(system: System, person: Person) -> None:
    invitation = system.invite(language="hu")
    started = person.once("GET", f"{person.site}{REDEEM}?invitationId={invitation}")
    answer = {"error": "access_denied", "state": asked_state(started)}
    page = person.open(f"{person.site}{REDEEM}?{urlencode(answer)}")
    assert page.heading == "Még nem adta meg a hozzájárulását"


def problems(system: System, invitation: str) -> list[dict[str, str]]:
    """Return the details of the sign-in problems of the history."""
    history = shown(system, invitation)["history"]
    return [one["details"] for one in history if one["event"] == "SignInFailed"]


def refuse(person: Person, invitation: str, code: str) -> requests.Response:
    """Come back from Microsoft with a refusal."""
    started = person.once("GET", f"{person.site}{REDEEM}?invitationId={invitation}")
    query = {"error": "access_denied", "error_description": code, "state": asked_state(started)}
    return person.once("GET", f"{person.site}{REDEEM}?{urlencode(query)}")


def test_the_inviter_sees_why_their_guest_does_not_come_in(system: System, person: Person) -> None:
    invitation = system.invite()
    system.sent(invitation)
    for code in ("AADSTS53003", "AADSTS65004", "AADSTS53003", "AADSTS53003"):
        assert refuse(person, invitation, f"{code}: Trace ID: 1").status_code == 400
    assert problems(system, invitation) == [
        {"why": "blocked", "code": "AADSTS53003"},
        {"why": "declined", "code": "AADSTS65004"},
    ]
    # And an admin in the audit trail, with how it was made.
    rows = system.table("Audit").list_entities()
    trail = [row["kind"] for row in rows if invitation in row["RowKey"]]
    assert sorted(trail) == sorted(system.kinds(invitation))
    assert {"InvitationCreated", "InvitationSent"} <= set(trail)


def test_what_is_no_answer_to_our_question_is_not_noted(
    system: System, people: Callable[[], Person]
) -> None:
    invitation = system.invite()
    scanner, guest = people(), people()
    started = guest.once("GET", f"{guest.site}{REDEEM}?invitationId={invitation}")
    state = asked_state(started)
    refused = {"error": "access_denied", "error_description": "AADSTS53003"}
    before = system.sent(invitation)
    # A link that was read on its way, without the browser that asked; and a state that nobody gave.
    for who, query in ((scanner, refused | {"state": state}), (scanner, refused)):
        assert who.once("GET", f"{who.site}{REDEEM}?{urlencode(query)}").status_code == 400
    forged = refused | {"state": "forged"}
    assert guest.once("GET", f"{guest.site}{REDEEM}?{urlencode(forged)}").status_code == 400
    for _ in range(3):
        scanner.once("GET", f"{scanner.site}{REDEEM}?invitationId={invitation}")
        scanner.once("HEAD", system.link(invitation))
    assert problems(system, invitation) == []
    assert system.row(invitation)["event_count"] == before["event_count"]
    answer = guest.once("GET", f"{guest.site}{REDEEM}?{urlencode(refused | {'state': state})}")
    assert answer.status_code == 400
    assert len(problems(system, invitation)) == 1
    # The same answer once more: the flow is over.
    guest.once("GET", f"{guest.site}{REDEEM}?{urlencode(refused | {'state': state})}")
    assert len(problems(system, invitation)) == 1
