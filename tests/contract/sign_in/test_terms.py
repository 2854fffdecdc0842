"""What a guest is asked to agree to: terms of use (R7), or nothing at all (R8)."""

from dev.simulator import defaults
from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import GUEST_PAGE, Application
from tests.contract.sign_in.people import (
    CUSTOMER,
    NEWCOMER,
    PASSWORD,
    invited_at_the_review,
    last_mail,
    sign_up,
)
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
    flow = invited_at_the_review(app, browser)
    browser.press("Accept")
    browser.press("Decline")
    assert app.end(flow, browser.left_to)["error"] == "access_denied"


def test_automatic_redemption_asks_nothing_and_sends_a_notification(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.policy.automatic_redemption = [HOME]
    simulator.state.policy.terms_of_use = True
    guest_id, link = app.invite(CUSTOMER)
    # Nobody has to sign in before that e-mail comes (RED).
    assert "There is nothing for you to do" in last_mail(simulator, CUSTOMER).text
    browser.open(link)
    assert simulator.state.guests[guest_id].external_user_state == "PendingAcceptance"
    browser.press("Sign in", Password=PASSWORD)
    assert browser.left_to == GUEST_PAGE
    assert simulator.state.guests[guest_id].external_user_state == "Accepted"
    browser.open(link)
    assert browser.left_to == GUEST_PAGE
    assert len(simulator.state.mails) == 1


def test_the_notification_goes_to_those_alone_whose_tenant_agreed(
    simulator: Simulator, app: Application, guest: str
) -> None:
    simulator.state.policy.automatic_redemption = [HOME]
    app.invite(CUSTOMER)  # has redeemed already
    app.invite(NEWCOMER)
    assert simulator.state.mails == []
    unknown = f"unknown@{defaults.ENTRA_CUSTOMER_DOMAIN}"
    app.invite(unknown)
    assert [mail.to for mail in simulator.state.mails] == [unknown]
