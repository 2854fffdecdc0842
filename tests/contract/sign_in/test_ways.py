"""Each way of R5 as a person walks it, from the link of the invitation to the inviter's page."""

from pathlib import Path
from typing import Any

import pytest

from dev.simulator.entra.people import MICROSOFT_ACCOUNTS
from dev.simulator.state import Account, Source
from dev.simulator.storage import FILE, load_state
from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import GUEST_PAGE, Application
from tests.contract.sign_in.people import CUSTOMER, PASSWORD, claims_of
from tests.contract.sign_in.walking import Browser

GMAIL = "bernard.co@gmail.com"


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
