"""From Microsoft's sign-in back to the app: only the invited guest, once, in one browser (J4)."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from dev.simulator import defaults
from tests.journey.person import Person
from tests.journey.system import System, new_address

COMPANY = "/api/CreateCompany"
REDEEM = "/api/RedeemInvitation"


def path(address: str) -> str:
    return urlsplit(address).path


def callback(person: Person, invitation: str) -> str:
    """Sign a new guest in, and stop at the address by which Microsoft leads back to the app."""
    person.arrive(invitation)
    started = person.once("GET", f"{person.site}{REDEEM}?invitationId={invitation}")
    answer = person.once("GET", started.headers["Location"])
    assert answer.is_redirect
    return answer.headers["Location"]


def test_the_invited_guest_comes_to_the_company_page(system: System, person: Person) -> None:
    invitation = system.invite()
    page = person.arrive(invitation)
    assert path(person.address) == COMPANY
    assert page.heading == "Your company"
    row = system.row(invitation)
    assert row["state"] == "accepted"
    assert "InvitationAccepted" in system.kinds(invitation)
    guest = system.guest(row["guest_email"])
    assert guest is not None
    assert guest["id"] == row["guest_id"]


def test_the_sign_in_is_the_code_flow_with_pkce_and_a_hint(system: System, person: Person) -> None:
    invitation = system.invite()
    answer = person.once("GET", f"{person.site}{REDEEM}?invitationId={invitation}")
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{person.site}{REDEEM}"]
    assert asked["login_hint"] == [system.row(invitation)["guest_email"]]
    assert invitation not in answer.headers["Location"]
    cookie = answer.headers["Set-Cookie"].lower()
    assert all(word in cookie for word in ("secure", "httponly", "samesite=lax", "path=/api"))
    assert invitation not in cookie


def test_someone_elses_account_is_told_so_and_only_the_problem_is_noted(
    system: System, person: Person
) -> None:
    other = system.invite()
    person.arrive(other)
    invitation = system.invite()
    system.alter(invitation, state="sent")  # nobody else changes the row from here on
    invited = system.row(invitation)["guest_email"]
    row, kinds = system.row(invitation), system.kinds(invitation)
    # Microsoft's page is left out: the account that is signed in already comes back at once.
    started = person.once("GET", f"{person.site}{REDEEM}?invitationId={invitation}")
    location = started.headers["Location"].replace("login_hint=", "unknown=")
    page = person.open(location)
    assert person.status == 403
    assert page.heading == "This invitation is for somebody else"
    assert system.row(other)["guest_email"] in page.text
    local, _, domain = invited.partition("@")
    assert f"{local[0]}***{local[-1]}@{domain}" in page.text
    assert invited not in person.page.html
    assert row["guest_name"] not in person.page.html
    after = system.row(invitation)
    noted = {"event_count": row["event_count"] + 1, "revision": row["revision"] + 1}
    assert after == row | noted | {"etag": after["etag"]}
    assert system.kinds(invitation) == [*kinds, "SignInFailed"]
    person.open(f"{person.site}{COMPANY}")
    assert person.status == 401, "the session of the other invitation has ended"


def test_after_signing_out_the_right_account_gets_in(system: System, person: Person) -> None:
    person.arrive(system.invite())
    invitation = system.invite()
    started = person.once("GET", f"{person.site}{REDEEM}?invitationId={invitation}")
    person.open(started.headers["Location"].replace("login_hint=", "unknown="))
    page = person.click("Sign out and try again")
    assert page.heading == "Sign in"
    assert path(person.way[1]) == REDEEM, "Microsoft leads back to the app, which starts anew"
    person.click("Create one!")
    invited = system.row(invitation)["guest_email"]
    person.page.forms[0].values["email"] = invited
    person.sign_up(invited)
    assert path(person.address) == COMPANY
    assert system.row(invitation)["state"] == "accepted"


def test_declining_changes_nothing_and_can_be_made_good(system: System, person: Person) -> None:
    invitation = system.invite()
    person.open(f"{person.site}{REDEEM}?invitationId={invitation}")
    assert person.page.heading
    person.press("Cancel")
    assert person.status == 400
    assert person.page.heading == "You did not agree yet"
    assert system.row(invitation)["state"] in {"queued", "sent"}
    person.arrive(invitation)
    assert system.row(invitation)["state"] == "accepted"


def test_a_callback_counts_once(system: System, person: Person) -> None:
    invitation = system.invite()
    back = callback(person, invitation)
    kept = dict(person.cookies.kept)
    person.open(back)
    assert path(person.address) == COMPANY
    person.open(back)
    assert path(person.address) == COMPANY, "where the Back button brings whoever has signed in"
    person.cookies.kept = kept  # a thief who copied the cookie of the flow as well
    person.open(back)
    assert (person.status, person.page.heading) == (400, "The sign-in did not work")
    assert system.kinds(invitation).count("InvitationAccepted") == 1


def test_a_callback_without_the_flows_cookie_does_not_count(
    system: System, people: Callable[[], Person]
) -> None:
    back = callback(people(), system.invite())
    stranger = people()
    stranger.open(back)
    assert (stranger.status, stranger.page.heading) == (400, "The sign-in took too long")
    stranger.open(f"{stranger.site}{COMPANY}")
    assert stranger.status == 401


def test_a_callback_of_another_browser_does_not_count(
    system: System, people: Callable[[], Person]
) -> None:
    """Login CSRF: a victim is led to the callback of an attacker's sign-in."""
    back = callback(people(), system.invite())
    victim, invitation = people(), system.invite()
    victim.once("GET", f"{victim.site}{REDEEM}?invitationId={invitation}")
    victim.open(back)
    assert (victim.status, victim.page.heading) == (400, "The sign-in did not work")
    assert system.row(invitation)["state"] in {"queued", "sent"}


@pytest.mark.parametrize(
    "query",
    [
        {"state": "forged", "code": "x"},
        {"state": "x" * 3000, "code": "\x00"},
        {"state": "forged", "error": "access_denied", "error_description": "<script>"},
    ],
)
def test_a_forged_answer_is_refused(system: System, person: Person, query: dict[str, str]) -> None:
    invitation = system.invite()
    person.once("GET", f"{person.site}{REDEEM}?invitationId={invitation}")
    person.open(f"{person.site}{REDEEM}?{urlencode(query)}")
    assert person.status == 400
    assert "<script>" not in person.page.html
    assert "__Secure-session" not in person.cookies.kept
    assert system.row(invitation)["state"] in {"queued", "sent"}


@pytest.mark.parametrize("cookie", ["flow=forged", "flow=", "flow=é", ";;=", "session=gAAAAA"])
def test_a_forged_cookie_is_none(system: System, cookie: str) -> None:
    # What is not ASCII goes out as it is.
    headers = {"Cookie": f"__Secure-{cookie}".encode()}
    for address, status in ((f"{REDEEM}?state=x", 400), (REDEEM, 400), (COMPANY, 401)):
        answer = system.session.get(
            f"{system.stack.app_url}{address}", headers=headers, timeout=30, allow_redirects=False
        )
        assert answer.status_code == status, answer.text


def test_the_cookie_of_a_flow_is_no_session(system: System, person: Person) -> None:
    invitation = system.invite()
    person.once("GET", f"{person.site}{REDEEM}?invitationId={invitation}")
    flow, _ = person.cookies.kept["__Secure-flow"]
    headers = {"Cookie": f"__Secure-session={flow}"}
    answer = system.ask("GET", f"{person.site}{COMPANY}", **headers)
    assert answer.status_code == 401


@pytest.mark.parametrize("text", ["", "x", "00000000-0000-0000-0000-000000001267"])
def test_nobody_signs_in_to_what_is_no_invitation(
    system: System, person: Person, text: str
) -> None:
    person.open(f"{person.site}{REDEEM}?invitationId={text}")
    assert person.status == (404 if text else 400)


@pytest.mark.parametrize("state", ["revoked", "failed", "blocked"])
def test_nobody_signs_in_to_a_closed_invitation(system: System, person: Person, state: str) -> None:
    invitation = system.invite()
    system.alter(invitation, state=state)
    person.open(f"{person.site}{REDEEM}?invitationId={invitation}")
    assert person.status == 410


def test_an_invitation_that_is_withdrawn_during_the_sign_in_stays_withdrawn(
    system: System, person: Person
) -> None:
    invitation = system.invite()
    person.open(system.link(invitation))
    system.alter(invitation, state="revoked")
    person.sign_up(system.row(invitation)["guest_email"])
    assert person.status == 410
    assert system.row(invitation)["state"] == "revoked"


def test_a_known_account_needs_no_second_password(system: System, person: Person) -> None:
    """Case 1 (J5)."""
    address = new_address("anna").replace("kunde.example", defaults.ENTRA_CUSTOMER_DOMAIN)
    account = {"address": address, "password": "Known-1234", "provider": "entra"}
    account["home_tenant"] = defaults.ENTRA_CUSTOMER_TENANT_ID
    system.simulator("seed", {"accounts": [account]})
    invitation = system.invite(guest={"email": address, "name": "Anna"})
    person.open(system.link(invitation))
    person.press("Sign in", Password="Known-1234")
    person.press("Accept")
    assert path(person.address) == COMPANY
    assert system.row(invitation)["state"] == "accepted"
