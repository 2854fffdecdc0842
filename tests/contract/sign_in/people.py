"""The people of these tests, and what they do again and again."""

import re
from typing import Any

from dev.simulator import defaults
from dev.simulator.state import Mail
from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import Application
from tests.contract.sign_in.walking import Browser, Page

CUSTOMER, PASSWORD = defaults.ENTRA_CUSTOMER_USER, defaults.ENTRA_CUSTOMER_PASSWORD
NEWCOMER = "bernard_co_16@outlook.example"


def mailed_code(simulator: Simulator, address: str) -> str:
    last = [mail for mail in simulator.state.mails if mail.to == address][-1]
    assert last.sender.startswith("Microsoft account team ")
    found = re.search(r"\b\d{6}\b", last.text)
    assert found
    assert found[0] in last.html
    return found[0]


def last_mail(simulator: Simulator, address: str) -> Mail:
    return [mail for mail in simulator.state.mails if mail.to == address][-1]


def passcode(simulator: Simulator, address: str) -> str:
    last = last_mail(simulator, address)
    found = re.search(r"\b\d{8}\b", last.text)
    assert found
    assert found[0] in last.html
    return found[0]


def sign_up(simulator: Simulator, browser: Browser) -> Page:
    """Go through case 2 from the page that creates the account to the rights."""
    browser.press("Create account", Password="Sehr-geheim-1")
    assert browser.page.heading == "Verify your email"
    return browser.press("Verify", Code=mailed_code(simulator, NEWCOMER))


def sign_in_with_a_passcode(simulator: Simulator, browser: Browser, link: str) -> Page:
    """Follow a newcomer's link to the page behind the passcode."""
    browser.open(link)
    browser.press("Send code")
    return browser.press("Sign in", Code=passcode(simulator, NEWCOMER))


def invited_at_the_review(app: Application, browser: Browser) -> dict[str, Any]:
    """Invite the customer, who signs in from the application; return msal's flow before consent."""
    app.invite(CUSTOMER)
    flow = app.begin(login_hint=CUSTOMER)
    browser.open(flow["auth_uri"])
    browser.press("Sign in", Password=PASSWORD)
    return flow


def claims_of(app: Application, browser: Browser) -> dict[str, str]:
    """Return what the application is told of the person who is signed in."""
    flow = app.begin()
    browser.open(flow["auth_uri"])
    claims: dict[str, str] = app.end(flow, browser.left_to)["id_token_claims"]
    return claims
