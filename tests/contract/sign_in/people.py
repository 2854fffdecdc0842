"""The people of these tests, and what they do again and again."""

import re

from dev.simulator import defaults
from dev.simulator.state import Mail
from tests.contract.conftest import Simulator
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
