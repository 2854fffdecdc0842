"""Signing in when the application asks for it: pages, accounts, consent (R1, R2)."""

from tests.contract.conftest import REDIRECT_URI, Simulator
from tests.contract.sign_in.application import Application, answer
from tests.contract.sign_in.people import (
    CUSTOMER,
    NEWCOMER,
    PASSWORD,
    invited_at_the_review,
    mailed_code,
)
from tests.contract.sign_in.walking import Browser


def test_a_pending_guest_who_comes_through_the_application_consents_first(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    guest_id, _ = app.invite(CUSTOMER)
    flow = app.begin()
    browser.open(flow["auth_uri"])
    browser.press("Next", Email=CUSTOMER.upper())
    browser.press("Sign in", Password=PASSWORD)
    assert browser.page.heading == "Review permissions"
    browser.press("Accept")
    assert app.end(flow, browser.left_to)["id_token_claims"]["oid"] == guest_id
    assert simulator.state.guests[guest_id].external_user_state == "Accepted"


def test_a_newcomer_can_make_the_account_from_the_application_too(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    guest_id, _ = app.invite(NEWCOMER)
    flow = app.begin()
    browser.open(flow["auth_uri"])
    browser.press("Next", Email=NEWCOMER)
    assert browser.page.alert == "We couldn't find an account with that email address."
    browser.click("Create one!")
    browser.press("Create account", Email=NEWCOMER, Password="Sehr-geheim-1")
    browser.press("Verify", Code=mailed_code(simulator, NEWCOMER))
    browser.press("Yes")
    assert app.end(flow, browser.left_to)["id_token_claims"]["oid"] == guest_id


def test_declining_in_the_application_returns_access_denied(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    flow = invited_at_the_review(app, browser)
    browser.press("Cancel")
    result = app.end(flow, browser.left_to)
    assert result["error"] == "access_denied"
    assert result["error_description"].startswith("AADSTS65004: User declined to consent")


def test_turning_back_returns_access_denied(app: Application, browser: Browser) -> None:
    flow = app.begin()
    browser.open(flow["auth_uri"])
    browser.press("Cancel")
    returned = answer(browser.left_to)
    assert returned == {
        "error": "access_denied",
        "error_description": "the user canceled the authentication",
        "state": flow["state"],
    }


def test_another_guest_of_the_tenant_gets_his_own_oid(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    invited, _ = app.invite(NEWCOMER)
    other, link = app.invite(CUSTOMER)
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    flow = app.begin()
    browser.open(flow["auth_uri"])
    claims = app.end(flow, browser.left_to)["id_token_claims"]
    assert claims["oid"] == other != invited
    assert simulator.state.guests[invited].external_user_state == "PendingAcceptance"


def test_an_account_outside_the_tenant_meets_entras_error_page(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    flow = app.begin()
    browser.open(flow["auth_uri"])
    browser.press("Next", Email=CUSTOMER)
    browser.press("Sign in", Password=PASSWORD)
    assert browser.status == 403
    assert browser.page.alert.startswith(f"AADSTS50020: User account '{CUSTOMER}'")
    browser.press("Sign out")
    assert browser.page.heading == "Sign in"
    assert simulator.state.sign_ins == {}


def test_select_account_offers_the_account_of_the_session_and_others(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    first, link = app.invite(CUSTOMER)
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    flow = app.begin(prompt="select_account")
    browser.open(flow["auth_uri"])
    assert browser.page.heading == "Pick an account"
    browser.press(CUSTOMER)
    assert app.end(flow, browser.left_to)["id_token_claims"]["oid"] == first
    browser.open(app.begin(prompt="select_account")["auth_uri"])
    browser.click("Use another account")
    assert browser.page.heading == "Sign in"


def test_prompt_login_asks_for_the_password_again(app: Application, browser: Browser) -> None:
    _, link = app.invite(CUSTOMER)
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    browser.open(app.begin(prompt="login", login_hint=CUSTOMER)["auth_uri"])
    assert browser.page.heading == "Enter password"


def test_pages_are_not_kept_or_framed_and_name_themselves_simulated(
    app: Application, browser: Browser
) -> None:
    browser.open(app.begin()["auth_uri"])
    assert browser.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in browser.headers["Content-Security-Policy"]
    assert browser.page.language == "en"
    assert "Simulated Microsoft sign-in" in browser.page.text
    assert REDIRECT_URI not in browser.page.text


def test_a_second_click_on_the_last_button_leads_to_the_same_place(
    app: Application, browser: Browser
) -> None:
    app.invite(CUSTOMER)
    browser.open(app.begin(login_hint=CUSTOMER)["auth_uri"])
    browser.press("Sign in", Password=PASSWORD)
    last = browser.page
    browser.press("Accept")
    first = browser.left_to
    browser.page = last
    browser.press("Accept")
    assert browser.left_to == first != ""


def test_once_signed_in_there_is_no_way_back_to_the_password(
    app: Application, browser: Browser
) -> None:
    app.invite(CUSTOMER)
    browser.open(app.begin(login_hint=CUSTOMER)["auth_uri"])
    password_page = browser.page
    browser.press("Sign in", Password=PASSWORD)
    browser.open(f"{browser.address}&to=email")
    assert browser.page.heading == "Review permissions"
    browser.page = password_page
    browser.press("Sign in", Password="another")
    assert browser.page.heading == "Review permissions"


def test_prompt_consent_asks_again_and_changes_nothing(
    simulator: Simulator, app: Application, browser: Browser, guest: str
) -> None:
    accepted = simulator.state.guests[guest]
    accepted.external_user_state_changed = "2026-11-19T08:00:00Z"
    flow = app.begin(prompt="consent")
    browser.open(flow["auth_uri"])
    assert browser.page.heading == "Review permissions"
    browser.press("Accept")
    assert "id_token" in app.end(flow, browser.left_to)
    assert accepted.external_user_state_changed == "2026-11-19T08:00:00Z"
    assert len(simulator.state.consents) == 1


def test_signing_in_again_ends_the_earlier_session(
    simulator: Simulator, app: Application, browser: Browser, guest: str
) -> None:
    before = simulator.state.sign_ins.copy()
    browser.open(app.begin(prompt="login", login_hint=CUSTOMER)["auth_uri"])
    browser.press("Sign in", Password=PASSWORD)
    assert list(simulator.state.sign_ins.values()) == [CUSTOMER]
    assert not simulator.state.sign_ins.keys() & before.keys()
