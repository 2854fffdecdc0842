"""An application and a browser, both new for each test."""

from collections.abc import Iterator

import pytest

from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import Application
from tests.contract.sign_in.people import CUSTOMER, PASSWORD
from tests.contract.sign_in.walking import Browser


@pytest.fixture
def app(simulator: Simulator) -> Iterator[Application]:
    with Application(simulator) as application:
        yield application


@pytest.fixture
def browser(simulator: Simulator) -> Iterator[Browser]:
    with Browser(simulator.url) as one:
        yield one


@pytest.fixture
def guest(app: Application, browser: Browser) -> str:
    """A guest who has accepted and is signed in; the id."""
    guest_id, link = app.invite(CUSTOMER)
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    return guest_id
