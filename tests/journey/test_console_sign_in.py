"""The console's sign-in: who gets in, for how long, and how it ends."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from cryptography.fernet import Fernet

from dev.simulator import defaults
from tests.journey.inviting import (
    CONSOLE,
    age_session,
    give_roles,
    put_session,
    session_of,
    sign_in,
)
from tests.journey.person import Person
from tests.journey.system import System

MINUTE, HOUR = 60, 3600


def path(address: str) -> str:
    return urlsplit(address).path


def asked(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


@pytest.fixture
def inviter(person: Person) -> Person:
    """Somebody who is signed in to the console."""
    sign_in(person)
    assert person.page.heading == "Invitations"
    return person


@pytest.fixture
def roles(system: System) -> Iterator[Callable[[str, list[str]], None]]:
    """Changes somebody's roles until the end of the test."""
    yield lambda address, wanted: give_roles(system, **{address: wanted})
    give_roles(
        system,
        **{
            defaults.INVITER: ["Inviter"],
            defaults.ADMIN: ["Invitation.Admin"],
            defaults.NO_INVITER: [],
        },
    )


def test_an_inviter_signs_in_and_comes_to_the_console(inviter: Person) -> None:
    assert inviter.status == 200
    assert path(inviter.address) == CONSOLE
    assert "tamer.mohamed-nour@gfms.example" in inviter.page.text
    session = session_of(inviter)
    assert (session["organisation"], session["admin"]) == ("GFMS", False)


def test_an_admin_signs_in(person: Person) -> None:
    sign_in(person, defaults.ADMIN)
    assert person.page.heading == "Invitations"
    assert session_of(person)["admin"] is True


def test_the_sign_in_is_the_code_flow_with_pkce_and_a_cookie_of_its_own(person: Person) -> None:
    started = person.once("GET", f"{person.site}{CONSOLE}")
    assert started.status_code == 303
    answer = person.once("GET", started.headers["Location"])
    query = asked(answer.headers["Location"])
    assert query["response_type"] == ["code"]
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == [f"{person.site}{CONSOLE}/SignedIn"]
    assert {"state", "nonce"} <= set(query)
    assert "prompt" not in query
    cookie = answer.headers["Set-Cookie"].lower()
    wanted = ("secure", "httponly", "samesite=lax", f"path={CONSOLE}".lower())
    assert all(word in cookie for word in wanted)


def test_the_sessions_cookie_is_for_the_console_alone(inviter: Person) -> None:
    assert inviter.cookies.kept["__Secure-inviter"][1] == CONSOLE
    cookie, _ = inviter.cookies.kept["__Secure-inviter"]
    answer = inviter.system.ask(
        "GET", f"{inviter.site}/api/CreateCompany", Cookie=f"__Secure-session={cookie}"
    )
    assert answer.status_code == 401


def test_who_has_no_role_is_told_whom_to_ask(person: Person) -> None:
    sign_in(person, defaults.NO_INVITER)
    assert (person.status, person.page.heading) == (403, "You may not invite yet")
    assert "administrator" in person.page.text
    assert defaults.NO_INVITER in person.page.text
    assert "__Secure-inviter" not in person.cookies.kept
    person.open(f"{person.site}{CONSOLE}")
    assert person.status == 403, "and stays outside"


def test_whose_organisation_is_not_set_up_is_told_so(
    system: System, person: Person, roles: Callable[[str, list[str]], None]
) -> None:
    account = {"address": "x@elsewhere.example", "password": defaults.MEMBER_PASSWORD}
    account |= {"provider": "entra", "home_tenant": defaults.ENTRA_CUSTOMER_TENANT_ID}
    guest = {"mail": account["address"], "external_user_state": "Accepted", "id": "guest-x"}
    system.simulator("seed", {"accounts": [account], "guests": [guest]})
    roles("x@elsewhere.example", ["Inviter"])
    sign_in(person, "x@elsewhere.example")
    assert (person.status, person.page.heading) == (403, "Your organisation is not set up")
    assert "__Secure-inviter" not in person.cookies.kept


def test_an_invited_guest_is_no_inviter(system: System, person: Person) -> None:
    person.arrive(system.invite())
    person.open(f"{person.site}{CONSOLE}")
    assert (person.status, person.page.heading) == (403, "You may not invite yet")


def test_a_young_session_is_not_asked_again(inviter: Person) -> None:
    age_session(inviter, confirmed=49 * MINUTE, began=49 * MINUTE)
    inviter.open(f"{inviter.site}{CONSOLE}")
    assert (inviter.status, len(inviter.way)) == (200, 1)


def test_the_session_is_renewed_without_a_page_and_leads_back(inviter: Person) -> None:
    before = session_of(inviter)
    age_session(inviter, confirmed=51 * MINUTE, began=11 * HOUR)
    inviter.open(f"{inviter.site}{CONSOLE}?state=sent&search=a%20b")
    assert inviter.status == 200
    assert any("prompt=none" in address for address in inviter.way)
    assert asked(inviter.address) == {"state": ["sent"], "search": ["a b"]}
    after = session_of(inviter)
    assert after["confirmed"] > before["confirmed"] - MINUTE
    assert after["began"] < before["began"] - 10 * HOUR, "its end does not move"
    assert after["csrf"] == before["csrf"], "forms that are open stay good"


def test_a_role_that_was_taken_away_ends_with_the_renewal(
    inviter: Person, roles: Callable[[str, list[str]], None]
) -> None:
    roles(defaults.INVITER, [])
    inviter.open(f"{inviter.site}{CONSOLE}")
    assert inviter.status == 200, "not before"
    age_session(inviter, confirmed=51 * MINUTE)
    inviter.open(f"{inviter.site}{CONSOLE}")
    assert (inviter.status, inviter.page.heading) == (403, "You may not invite yet")
    assert "__Secure-inviter" not in inviter.cookies.kept


def test_another_role_counts_from_the_renewal_on(
    inviter: Person, roles: Callable[[str, list[str]], None]
) -> None:
    roles(defaults.INVITER, ["Invitation.Admin"])
    age_session(inviter, confirmed=51 * MINUTE)
    inviter.open(f"{inviter.site}{CONSOLE}")
    assert session_of(inviter)["admin"] is True


def test_a_renewal_that_fails_renews_nothing(system: System, inviter: Person) -> None:
    age_session(inviter, confirmed=51 * MINUTE)
    before = session_of(inviter)
    system.simulator("faults", [{"service": "login", "status": 400, "path": "/token"}])
    inviter.open(f"{inviter.site}{CONSOLE}")
    assert inviter.status >= 400
    assert session_of(inviter) == before


@pytest.mark.parametrize(
    ("confirmed", "began"), [(2 * HOUR + 1, 2 * HOUR + 1), (10 * MINUTE, 12 * HOUR + 1)]
)
def test_a_session_that_is_over_needs_the_sign_in(
    inviter: Person, confirmed: float, began: float
) -> None:
    csrf = session_of(inviter)["csrf"]
    age_session(inviter, confirmed=confirmed, began=began)
    answer = inviter.once("GET", f"{inviter.site}{CONSOLE}")
    assert answer.status_code == 303
    assert "silent" not in answer.headers["Location"]
    inviter.open(answer.headers["Location"])
    assert inviter.status == 200
    assert session_of(inviter)["csrf"] != csrf, "another session"


def test_the_silent_way_shows_microsofts_page_where_it_must(inviter: Person) -> None:
    age_session(inviter, confirmed=51 * MINUTE)
    inviter.cookies.kept.pop("simulated_sign_in")
    inviter.open(f"{inviter.site}{CONSOLE}")
    assert "Password" in inviter.page.text
    inviter.press("Sign in", Password=defaults.MEMBER_PASSWORD)
    assert path(inviter.address) == CONSOLE
    assert inviter.status == 200


def test_two_tabs_renew_at_once(inviter: Person) -> None:
    age_session(inviter, confirmed=51 * MINUTE)
    backs = []
    for query in ("?tab=1", "?tab=2"):
        needed = inviter.once("GET", f"{inviter.site}{CONSOLE}{query}")
        microsoft = inviter.once("GET", needed.headers["Location"])
        backs.append(inviter.once("GET", microsoft.headers["Location"]).headers["Location"])
    for number, back in enumerate(backs, start=1):
        inviter.open(back)
        assert (inviter.status, asked(inviter.address)) == (200, {"tab": [str(number)]})


def test_turning_back_again_and_again_leaves_few_cookies(inviter: Person) -> None:
    for _ in range(20):
        inviter.once("GET", f"{inviter.site}{CONSOLE}/SignIn")
        assert len([name for name in inviter.cookies.kept if "flow" in name]) <= 5
    inviter.open(f"{inviter.site}{CONSOLE}/SignIn")
    assert inviter.status == 200


def test_a_script_is_led_nowhere(inviter: Person) -> None:
    age_session(inviter, confirmed=61 * MINUTE)
    headers = inviter.cookies.header(f"{inviter.site}{CONSOLE}")
    for mode in ("cors", "same-origin"):
        sent = headers | {"Sec-Fetch-Mode": mode}
        answer = inviter.system.ask("GET", f"{inviter.site}{CONSOLE}", **sent)
        assert answer.status_code == 401
        assert "Location" not in answer.headers
    sent = headers | {"Sec-Fetch-Mode": "navigate"}
    assert inviter.system.ask("GET", f"{inviter.site}{CONSOLE}", **sent).status_code == 303


def callback(person: Person) -> str:
    """Sign in, and stop at the address by which Microsoft leads back."""
    sign_in(person)
    started = person.once("GET", f"{person.site}{CONSOLE}/SignIn")
    answer = person.once("GET", started.headers["Location"])
    return answer.headers["Location"]


def test_an_answer_counts_once_and_in_its_browser(people: Callable[[], Person]) -> None:
    person, stranger = people(), people()
    back = callback(person)
    stranger.open(back)
    assert (stranger.status, stranger.page.heading) == (400, "The sign-in did not work")
    assert "__Secure-inviter" not in stranger.cookies.kept
    kept = dict(person.cookies.kept)
    person.open(back)
    assert person.status == 200
    person.open(back)
    assert path(person.address) == CONSOLE, "where the Back button brings whoever has signed in"
    person.cookies.kept = {name: kept[name] for name in kept if name != "__Secure-inviter"}
    person.open(back)
    assert (person.status, person.page.heading) == (400, "The sign-in did not work")


@pytest.mark.parametrize(
    "query",
    [
        "state=forgedforged&code=x",
        "state=forgedforged&error=access_denied&error_description=<script>",
        "error=access_denied",
        "state=%0d%0aSet-Cookie:x&code=y",
        "state=" + "x" * 3000 + "&code=%00",
    ],
)
def test_a_forged_answer_gets_nothing(person: Person, query: str) -> None:
    person.once("GET", f"{person.site}{CONSOLE}/SignIn")
    person.open(f"{person.site}{CONSOLE}/SignedIn?{query}")
    assert (person.status, person.page.heading) == (400, "The sign-in did not work")
    assert "<script>" not in person.page.html
    assert "__Secure-inviter" not in person.cookies.kept


def test_the_state_of_another_flow_does_not_fit(person: Person) -> None:
    """The answer to one flow, under the state of another one of the same browser."""
    back = callback(person)
    person.cookies.kept.pop("__Secure-inviter")
    other = person.once("GET", f"{person.site}{CONSOLE}/SignIn")
    state = asked(other.headers["Location"])["state"][0]
    person.open(back.replace(asked(back)["state"][0], state))
    assert person.status == 400
    assert "__Secure-inviter" not in person.cookies.kept


def test_a_forged_session_is_none(people: Callable[[], Person]) -> None:
    person = people()
    sign_in(person)
    content = session_of(person)
    put_session(person, content | {"admin": True}, Fernet.generate_key().decode())
    assert person.once("GET", f"{person.site}{CONSOLE}").status_code == 303
    put_session(person, content | {"cookie": "session"})
    assert person.once("GET", f"{person.site}{CONSOLE}").status_code == 303
    put_session(person, {"cookie": "inviter", "of": "another version"})
    assert person.once("GET", f"{person.site}{CONSOLE}").status_code == 303
    person.cookies.kept["__Secure-inviter"] = ("forged", CONSOLE)
    assert person.once("GET", f"{person.site}{CONSOLE}").status_code == 303
    put_session(person, content)
    assert person.once("GET", f"{person.site}{CONSOLE}").status_code == 200


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/api/ManageInvitations/../../evil",
        "/api/ManageInvitations//evil.example",
        "/api/ManageInvitations@evil.example",
        "/api/ManageInvitations\r\nLocation: https://evil.example",
        "/api/ManageInvitations/SignOut",
        "/api/ManageInvitations/signin",
        "/api/InviteUser?invitationId=1",
        "/api/ManageInvitationsX",
        "javascript:alert(1)",
    ],
)
def test_after_the_sign_in_nobody_is_led_elsewhere(inviter: Person, back: str) -> None:
    inviter.open(f"{inviter.site}{CONSOLE}/SignIn?back={quote(back)}")
    assert inviter.address == f"{inviter.site}{CONSOLE}"


def test_after_the_sign_in_a_page_of_the_console_opens(inviter: Person) -> None:
    wanted = f"{CONSOLE}?state=sent&search=%C3%A9"
    started = inviter.once("GET", f"{inviter.site}{CONSOLE}/SignIn?back={quote(wanted)}")
    back = inviter.once("GET", started.headers["Location"]).headers["Location"]
    answer = inviter.once("GET", back)
    assert answer.headers["Location"] == f"{inviter.site}{wanted}"


def test_signing_out_ends_both_sessions(inviter: Person) -> None:
    inviter.press("Sign out")
    assert (inviter.status, inviter.page.heading) == (200, "You are signed out")
    assert "__Secure-inviter" not in inviter.cookies.kept
    microsoft = inviter.page.links["Sign out of Microsoft"]
    assert inviter.headers["Refresh"] == f"0; url={microsoft}"
    assert path(microsoft).endswith("/oauth2/v2.0/logout")
    inviter.open(microsoft)
    assert (path(inviter.address), inviter.page.heading) == (
        f"{CONSOLE}/SignedIn",
        "You are signed out",
    )
    inviter.click("Sign in")
    assert "Email" in inviter.page.text, "Microsoft asks who it is"
    inviter.open(f"{inviter.site}{CONSOLE}")
    assert "Email" in inviter.page.text


@pytest.mark.parametrize("token", ["", "forged", "é"])
def test_a_forged_form_signs_nobody_out(inviter: Person, token: str) -> None:
    inviter.post(f"{inviter.site}{CONSOLE}/SignOut", {"csrf": token})
    assert (inviter.status, inviter.page.heading) == (403, "This is not allowed")
    inviter.open(f"{inviter.site}{CONSOLE}")
    assert inviter.status == 200


def test_whoever_is_not_signed_in_signs_out_without_harm(person: Person) -> None:
    person.post(f"{person.site}{CONSOLE}/SignOut", {"csrf": "x"})
    assert (person.status, person.page.heading) == (200, "You are signed out")


@pytest.mark.parametrize("why", ["role", "organisation", "form", "state", "<script>", "clock"])
def test_a_refusal_is_shown_again_in_another_language(person: Person, why: str) -> None:
    person.open(f"{person.site}{CONSOLE}/SignedIn?why={quote(why)}&lang=fr")
    assert person.status in {400, 403}
    assert person.page.language == "fr"
    assert "<script>" not in person.page.html
