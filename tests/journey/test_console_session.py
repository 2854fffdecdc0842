"""The console's session: how long it lasts, how it is renewed, and how it ends."""

from collections.abc import Callable

import pytest

from dev.simulator import defaults
from tests.journey.inviting import (
    CONSOLE,
    age_session,
    asked,
    path,
    session_of,
)
from tests.journey.person import Person
from tests.journey.system import System

MINUTE, HOUR = 60, 3600


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


def test_whoever_is_not_signed_in_signs_out_without_harm(person: Person) -> None:
    person.post(f"{person.site}{CONSOLE}/SignOut", {"csrf": "x"})
    assert (person.status, person.page.heading) == (200, "You are signed out")
