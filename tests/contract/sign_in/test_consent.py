"""What a guest is asked to agree to (R7, R8)."""

from dev.simulator import defaults
from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import GUEST_PAGE, Application
from tests.contract.sign_in.people import CUSTOMER, NEWCOMER, PASSWORD, last_mail, sign_up
from tests.contract.sign_in.walking import Browser

HOME = defaults.ENTRA_CUSTOMER_TENANT_ID


def test_terms_of_use_are_accepted_after_the_permissions_and_once(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.policy.terms_of_use = True
    guest_id, link = app.invite(CUSTOMER)
    guest = simulator.state.guests[guest_id]
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    assert browser.page.heading == "GFMS terms of use"
    assert guest.external_user_state == "PendingAcceptance"
    browser.press("Decline")
    assert browser.page.heading == "You declined the invitation"
    assert guest.external_user_state == "PendingAcceptance"
    browser.open(link)
    browser.press("Accept")
    browser.press("Accept")
    assert browser.left_to == GUEST_PAGE
    assert guest.external_user_state == "Accepted"
    browser.open(link)
    assert browser.left_to == GUEST_PAGE


def test_a_new_account_accepts_the_terms_of_use_too(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.policy.terms_of_use = True
    _, link = app.invite(NEWCOMER)
    browser.open(link)
    sign_up(simulator, browser)
    browser.press("Yes")
    assert browser.page.heading == "GFMS terms of use"
    browser.press("Accept")
    assert browser.left_to == GUEST_PAGE


def test_declining_the_terms_of_use_in_the_application_returns_access_denied(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.policy.terms_of_use = True
    app.invite(CUSTOMER)
    flow = app.begin(login_hint=CUSTOMER)
    browser.open(flow["auth_uri"])
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    browser.press("Decline")
    assert app.end(flow, browser.left_to)["error"] == "access_denied"


def test_automatic_redemption_asks_nothing_and_sends_a_notification(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.policy.automatic_redemption = [HOME]
    simulator.state.policy.terms_of_use = True
    guest_id, link = app.invite(CUSTOMER)
    browser.open(link)
    assert simulator.state.guests[guest_id].external_user_state == "PendingAcceptance"
    browser.press("Sign in", Password=PASSWORD)
    assert browser.left_to == GUEST_PAGE
    assert simulator.state.guests[guest_id].external_user_state == "Accepted"
    assert "There is nothing for you to do" in last_mail(simulator, CUSTOMER).text
    browser.open(link)
    assert browser.left_to == GUEST_PAGE
    assert len(simulator.state.mails) == 1
