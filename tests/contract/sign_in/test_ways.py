"""Each way of R5 as a person walks it, from the link of the invitation to the inviter's page."""

from pathlib import Path
from typing import Any

import pytest

from dev.simulator.entra.people import MICROSOFT_ACCOUNTS
from dev.simulator.state import Account, Source
from dev.simulator.storage import FILE, load_state
from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import GUEST_PAGE, Application
from tests.contract.sign_in.people import CUSTOMER, NEWCOMER, PASSWORD, last_mail, passcode
from tests.contract.sign_in.walking import Browser

GMAIL = "bernard.co@gmail.com"


def claims_of(app: Application, browser: Browser) -> dict[str, str]:
    """Return what the application is told of the person who is signed in."""
    flow = app.begin()
    browser.open(flow["auth_uri"])
    claims: dict[str, str] = app.end(flow, browser.left_to)["id_token_claims"]
    return claims


@pytest.mark.parametrize(
    ("button", "password", "issuer"),
    [
        ("Work or school account", PASSWORD, "ExternalAzureAD"),
        ("Personal account", "Private-1", "Microsoft account"),
    ],
)
def test_who_has_two_accounts_is_asked_which(
    simulator: Simulator,
    app: Application,
    browser: Browser,
    button: str,
    password: str,
    issuer: str,
) -> None:
    personal = Account(CUSTOMER, "Private-1", "microsoft", MICROSOFT_ACCOUNTS)
    simulator.state.keep_account(personal)
    guest_id, link = app.invite(CUSTOMER)
    browser.open(link)
    assert browser.page.heading == "Which account do you want to use?"
    browser.press(button)
    browser.press("Sign in", Password="the other one's")
    assert browser.page.alert == "Your account or password is incorrect."
    browser.press("Sign in", Password=password)
    browser.press("Accept")
    assert browser.left_to == GUEST_PAGE
    assert simulator.state.guests[guest_id].identities[0]["issuer"] == issuer
    claims = claims_of(app, browser)
    assert (claims["oid"], claims["idp"] == "live.com") == (guest_id, issuer != "ExternalAzureAD")
    with Browser(simulator.url) as elsewhere:  # who has redeemed is not asked again
        assert elsewhere.open(link).heading == "Enter password"
        elsewhere.press("Sign in", Password=password)
        assert elsewhere.left_to == GUEST_PAGE


@pytest.mark.parametrize(
    ("source", "protocol", "issuer"),
    [
        (Source("federation", tenant_name="Kunde AG"), "SAML", "https://idp.kunde.example/"),
        (
            Source("federation", federation="wsfed", issuer="urn:kunde:sts"),
            "WS-Fed",
            "urn:kunde:sts",
        ),
    ],
)
def test_a_federated_domain_signs_in_at_its_own_provider(
    simulator: Simulator,
    app: Application,
    browser: Browser,
    source: Source,
    protocol: str,
    issuer: str,
) -> None:
    simulator.state.sources["kunde.example"] = source
    simulator.state.keep_account(Account("pat@kunde.example", "Saml-1", "federation"))
    guest_id, link = app.invite("pat@kunde.example")
    browser.open(link)
    assert browser.page.heading == "Sign in to your organization"
    assert f"the {protocol} identity provider" in " ".join(browser.page.text.split())
    browser.press("Sign in", Password="wrong")
    assert browser.page.alert == "Wrong password, or there is no such account."
    browser.press("Sign in", Password="Saml-1")
    assert browser.page.heading == "Review permissions"
    browser.press("Accept")
    assert browser.left_to == GUEST_PAGE
    assert simulator.state.guests[guest_id].identities[0]["issuer"] == issuer
    claims = claims_of(app, browser)
    assert (claims["oid"], claims["idp"]) == (guest_id, issuer)


def test_gmail_signs_in_at_google_where_the_tenant_has_it(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    guest_id, link = app.invite(GMAIL)
    assert browser.open(link).heading == "Create account"
    simulator.state.sources["gmail.com"] = Source("google")
    simulator.state.keep_account(Account(GMAIL, "Google-1", "google"))
    assert browser.open(link).heading == "Sign in with Google"
    browser.press("Sign in", Password="Google-1")
    browser.press("Accept")
    assert browser.left_to == GUEST_PAGE
    assert simulator.state.guests[guest_id].identities[0] == {
        "signInType": "federated",
        "issuer": "google.com",
        "issuerAssignedId": GMAIL,
    }
    assert claims_of(app, browser)["idp"] == "google.com"


def test_a_passcode_signs_in_who_has_no_account(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.policy.otp_enabled = True
    guest_id, link = app.invite(NEWCOMER)
    assert browser.open(link).heading == "Sign in with a code"
    assert simulator.state.mails == []  # following a link sends nothing
    browser.press("Send code")
    assert browser.page.heading == "Enter code"
    first = passcode(simulator, NEWCOMER)
    browser.press("Sign in", Code=f"{(int(first) + 1) % 10**8:08}")
    assert browser.page.alert == "That code didn't work. Check the code and try again."
    browser.press("Send another code")
    assert "We sent another code" in browser.page.text
    second = passcode(simulator, NEWCOMER)
    if first != second:
        browser.press("Sign in", Code=first)
        assert browser.page.alert.startswith("That code didn't work")
    browser.press("Sign in", Code=f" {second[:4]} {second[4:]}")
    assert browser.page.heading == "Review permissions"
    browser.press("Accept")
    assert browser.left_to == GUEST_PAGE
    assert simulator.state.guests[guest_id].identities[0]["issuer"] == "mail"
    assert simulator.state.passcodes == {}
    claims = claims_of(app, browser)
    assert (claims["oid"], claims["preferred_username"]) == (guest_id, NEWCOMER)


def test_a_passcode_expires_after_thirty_minutes(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.policy.otp_enabled = True
    _, link = app.invite(NEWCOMER)
    browser.open(link)
    browser.press("Send code")
    simulator.state.passcodes[NEWCOMER].expires -= 30 * 60
    browser.press("Sign in", Code=passcode(simulator, NEWCOMER))
    assert browser.page.alert == "That code has expired. Send another one."
    assert simulator.state.sign_ins == {}
    browser.press("Send another code")
    browser.press("Sign in", Code=passcode(simulator, NEWCOMER))
    assert browser.page.heading == "Review permissions"


def test_turning_passcodes_off_locks_out_who_redeemed_with_one(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.policy.otp_enabled = True
    _, link = app.invite(NEWCOMER)
    browser.open(link)
    browser.press("Send code")
    browser.press("Sign in", Code=passcode(simulator, NEWCOMER))
    browser.press("Accept")
    simulator.state.policy.otp_enabled = False
    with Browser(simulator.url) as elsewhere:
        elsewhere.open(link)
        assert "doesn't sign in with one-time passcodes any more" in elsewhere.page.alert
        elsewhere.open(app.begin()["auth_uri"])
        elsewhere.press("Next", Email=NEWCOMER)
        assert "doesn't sign in with one-time passcodes any more" in elsewhere.page.alert


def test_a_passcode_works_from_the_application_too(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.policy.fallback = "emailOneTimePasscode"
    guest_id, _ = app.invite(NEWCOMER)
    flow = app.begin()
    browser.open(flow["auth_uri"])
    browser.press("Next", Email=NEWCOMER)
    browser.press("Send code")
    browser.press("Sign in", Code=passcode(simulator, NEWCOMER))
    browser.press("Accept")
    assert app.end(flow, browser.left_to)["id_token_claims"]["oid"] == guest_id
    assert last_mail(simulator, NEWCOMER).subject == "Your GFMS account verification code"


def test_a_page_of_another_account_does_not_stand_in_for_the_passcode(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.policy.otp_enabled = True
    app.invite(NEWCOMER)
    simulator.state.keep_account(Account(NEWCOMER, "", "mail"))  # as an earlier sign-in leaves it
    browser.open(app.begin()["auth_uri"])
    browser.press("Next", Email=CUSTOMER)
    password_page = browser.page
    browser.click("Use another account")
    browser.press("Next", Email=NEWCOMER)
    browser.page = password_page
    browser.press("Sign in", Password="")
    assert browser.page.alert == "Your account or password is incorrect."
    assert simulator.state.sign_ins == {}


def test_no_passcode_is_sent_to_a_stranger(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.policy.otp_enabled = True
    browser.open(app.begin()["auth_uri"])
    browser.press("Next", Email=NEWCOMER)
    assert browser.page.alert == "We couldn't find an account with that email address."


def test_sources_are_seeded_changed_and_taken_away_by_control_url(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    def seed(body: Any) -> None:
        answer = app.session.post(f"{simulator.url}/control/seed", json=body, timeout=10)
        assert answer.status_code == 204, answer.text

    _, link = app.invite("pat@kunde.example")
    seed({"sources": {"Kunde.example": {"kind": "federation", "federation": "wsfed"}}})
    assert browser.open(link).heading == "Sign in to your organization"
    seed({"sources": {"kunde.example": None}})
    assert browser.open(link).heading == "Create account"
    account = {"address": "pat@kunde.example", "password": "p", "provider": "microsoft"}
    seed({"accounts": [account, account | {"provider": "entra", "home_tenant": "t"}]})
    assert browser.open(link).heading == "Which account do you want to use?"


def test_domains_that_were_kept_without_sources_have_them_now(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"entra_domains": {"kunde.example": "t"}}')
    kept = load_state(tmp_path)
    assert kept is not None
    assert kept.sources == {"kunde.example": Source("entra", "t")}
    assert kept.entra_domains == {"kunde.example": "t"}
