"""One-time passcodes: to whom they are sent, and how long they are good for (R5.6, OTP)."""

import time

from dev.simulator.entra.session import SESSION_COOKIE
from dev.simulator.state import Account
from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import GUEST_PAGE, Application
from tests.contract.sign_in.people import (
    CUSTOMER,
    NEWCOMER,
    claims_of,
    last_mail,
    passcode,
    sign_in_with_a_passcode,
)
from tests.contract.sign_in.walking import Browser


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
    (session,) = [one for one in browser.session.cookies if one.name == SESSION_COOKIE]
    assert session.expires is not None
    assert 24 * 3600 - 60 < session.expires - time.time() <= 24 * 3600
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
    sign_in_with_a_passcode(simulator, browser, link)
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
