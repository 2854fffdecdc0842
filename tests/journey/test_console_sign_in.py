"""The console's sign-in: who gets in, and where it leads."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from dev.simulator import defaults
from tests.journey.inviting import (
    CONSOLE,
    asked,
    path,
    session_of,
    sign_in,
)
from tests.journey.person import Person
from tests.journey.system import System


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


def test_after_the_sign_in_a_page_of_the_console_opens(inviter: Person) -> None:
    wanted = f"{CONSOLE}?state=sent&search=%C3%A9"
    started = inviter.once("GET", f"{inviter.site}{CONSOLE}/SignIn?back={quote(wanted)}")
    back = inviter.once("GET", started.headers["Location"]).headers["Location"]
    answer = inviter.once("GET", back)
    assert answer.headers["Location"] == f"{inviter.site}{wanted}"


@pytest.mark.parametrize("why", ["role", "organisation", "form", "state", "<script>", "clock"])
def test_a_refusal_is_shown_again_in_another_language(person: Person, why: str) -> None:
    person.open(f"{person.site}{CONSOLE}/SignedIn?why={quote(why)}&lang=fr")
    assert person.status in {400, 403}
    assert person.page.language == "fr"
    assert "<script>" not in person.page.html
