"""Following the link of an invitation, as people meet it (J5, J6, R1, R7)."""

from urllib.parse import urlencode

import pytest

from dev.simulator import defaults
from dev.simulator.state import Account
from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import GUEST_PAGE, Application
from tests.contract.sign_in.people import CUSTOMER, NEWCOMER, PASSWORD, mailed_code, sign_up
from tests.contract.sign_in.walking import Browser


def test_case_1_an_entra_account_signs_in_and_is_accepted(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    guest_id, link = app.invite(CUSTOMER, "Anna Keller")
    guest = simulator.state.guests[guest_id]
    browser.open(link)
    assert browser.page.heading == "Enter password"
    assert CUSTOMER in browser.page.text
    assert guest.external_user_state == "PendingAcceptance"
    browser.press("Sign in", Password=PASSWORD)
    assert browser.page.heading == "Review permissions"
    assert defaults.TENANT_NAME in browser.page.text
    assert guest.external_user_state == "PendingAcceptance"
    browser.press("Accept")
    assert browser.left_to == GUEST_PAGE
    assert guest.external_user_state == "Accepted"
    assert guest.external_user_state_changed
    assert guest.identities[0]["issuer"] == "ExternalAzureAD"
    assert {one.status for one in simulator.state.invitations.values()} == {"Completed"}
    assert simulator.state.consents == [[guest_id, defaults.CLIENT_ID]]


def test_case_2_a_newcomer_makes_an_account_with_a_mailed_code(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    guest_id, link = app.invite(NEWCOMER)
    browser.open(link)
    assert browser.page.heading == "Create account"
    assert browser.page.forms[0].values["email"] == NEWCOMER
    page = sign_up(simulator, browser)
    assert page.forms[0].buttons.keys() == {"Yes", "No"}
    assert "Sign you in" in page.text
    for document in ("Terms of use", "Privacy statement"):
        with Browser(simulator.url) as other_tab:
            opened = other_tab.open(simulator.url + page.links[document])
            assert (other_tab.status, opened.heading) == (200, document)
    guest = simulator.state.guests[guest_id]
    assert guest.external_user_state == "PendingAcceptance"
    browser.press("Yes")
    assert browser.left_to == GUEST_PAGE
    assert guest.external_user_state == "Accepted"
    assert guest.identities[0]["issuer"] == "Microsoft account"
    flow = app.begin()
    browser.open(flow["auth_uri"])
    claims = app.end(flow, browser.left_to)["id_token_claims"]
    assert (claims["oid"], claims["idp"]) == (guest_id, "live.com")


def test_a_wrong_code_is_refused_and_another_can_be_sent(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    _, link = app.invite(NEWCOMER)
    browser.open(link)
    browser.press("Create account", Password="Sehr-geheim-1")
    first = mailed_code(simulator, NEWCOMER)
    browser.press("Verify", Code=f"{(int(first) + 1) % 10**6:06}")
    assert browser.page.alert == "That code didn't work. Check the code and try again."
    assert NEWCOMER not in simulator.state.accounts
    simulator.state.codes[NEWCOMER] = "no code"  # so that the next one surely differs
    browser.press("Send another code")
    assert "We sent another code" in browser.page.text
    second = mailed_code(simulator, NEWCOMER)
    assert simulator.state.codes == {NEWCOMER: second}
    browser.press("Verify", Code=f" {second[:3]} {second[3:]} ")
    assert browser.page.forms[0].buttons.keys() == {"Yes", "No"}
    assert simulator.state.codes == {}


@pytest.mark.parametrize("password", ["", "Short1", "onlyletters", "12345678"])
def test_a_password_against_the_rules_makes_no_account(
    simulator: Simulator, app: Application, browser: Browser, password: str
) -> None:
    _, link = app.invite(NEWCOMER)
    browser.open(link)
    browser.press("Create account", Password=password)
    assert browser.page.heading == "Create account"
    assert browser.page.alert.startswith("Passwords must have at least 8 characters")
    assert simulator.state.mails == []


def test_an_existing_microsoft_account_signs_in_and_reviews(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.accounts[NEWCOMER] = Account(
        NEWCOMER, "Old-secret-1", "microsoft", "9188040d-6c67-4c5b-b112-36a304b66dad"
    )
    guest_id, link = app.invite(NEWCOMER.title())
    browser.open(link)
    browser.press("Sign in", Password="Old-secret-1")
    assert browser.page.heading == "Review permissions"
    browser.press("Accept")
    assert simulator.state.guests[guest_id].identities[0]["issuer"] == "Microsoft account"


def test_a_wrong_password_is_refused(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    _, link = app.invite(CUSTOMER)
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD.lower())
    assert browser.page.alert == "Your account or password is incorrect."
    assert simulator.state.sign_ins == {}


def test_no_declines_and_changes_nothing(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    guest_id, link = app.invite(NEWCOMER)
    browser.open(link)
    sign_up(simulator, browser)
    browser.press("No")
    assert browser.page.heading == "You declined the invitation"
    assert simulator.state.guests[guest_id].external_user_state == "PendingAcceptance"
    browser.open(link)
    assert browser.page.heading == "Review permissions"
    browser.press("Cancel")
    assert browser.page.heading == "You declined the invitation"
    assert simulator.state.consents == []


def test_consent_is_asked_once_and_the_link_works_again(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    _, link = app.invite(CUSTOMER)
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    browser.open(link)
    assert browser.left_to == GUEST_PAGE
    with Browser(simulator.url) as elsewhere:
        elsewhere.open(link)
        elsewhere.press("Sign in", Password=PASSWORD)
        assert elsewhere.left_to == GUEST_PAGE


def test_a_blocked_guest_may_not_sign_in(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    guest_id, link = app.invite(CUSTOMER)
    simulator.state.guests[guest_id].account_enabled = False
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    assert browser.page.alert.startswith("AADSTS50057:")
    assert simulator.state.guests[guest_id].external_user_state == "PendingAcceptance"


@pytest.mark.parametrize(
    "rd", ["", "https://invitations.microsoft.com/redeem/", "http://[", "\x00"]
)
def test_what_is_no_redeem_target_opens_nothing(
    simulator: Simulator, browser: Browser, rd: str
) -> None:
    browser.open(f"{simulator.url}/redeem?{urlencode({'rd': rd})}")
    assert browser.status == 404


def test_the_session_of_somebody_else_does_not_accept(app: Application, browser: Browser) -> None:
    _, link = app.invite(CUSTOMER)
    _, newcomers_link = app.invite(NEWCOMER)
    browser.open(newcomers_link)
    browser.press("Create account", Password="Sehr-geheim-1")
    browser.press("Verify", Code=mailed_code(app.simulator, NEWCOMER))
    browser.press("Yes")
    browser.open(link)
    assert browser.page.heading == "Enter password"
    assert CUSTOMER in browser.page.text


def test_an_invitation_is_for_its_address_only(app: Application, browser: Browser) -> None:
    _, link = app.invite(NEWCOMER)
    browser.open(link)
    browser.open(f"{browser.address}&to=email")
    assert browser.page.heading == "Create account"
    browser.press("Create account", Email="someone@else.example", Password="Sehr-geheim-1")
    assert [mail.to for mail in app.simulator.state.mails] == [NEWCOMER]


@pytest.mark.parametrize("change", [("ticket%3d", "ticket%3dx"), ("user%3d", "user%3dx")])
def test_an_unknown_ticket_opens_nothing(
    app: Application, browser: Browser, change: tuple[str, str]
) -> None:
    _, link = app.invite(CUSTOMER)
    browser.open(link.replace(*change))
    assert browser.status == 404
    assert "not valid any more" in browser.page.alert


def test_a_form_from_elsewhere_is_refused(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    _, link = app.invite(CUSTOMER)
    browser.open(link)
    with Browser(simulator.url) as foreign:
        foreign.page, foreign.address = browser.page, browser.address
        foreign.press("Sign in", Password=PASSWORD)
        assert foreign.status == 400
        assert "begun in another browser" in foreign.page.alert
    assert simulator.state.sign_ins == {}
