"""The stop switch and the test e-mail in the console, by forms that only an admin's session has."""

import html
from collections.abc import Iterator

import pytest

from dev.operating.calls import App
from dev.simulator import defaults
from dev.stack import Stack
from tests.journey.inviting import CONSOLE, sign_in
from tests.journey.person import Person
from tests.journey.system import System
from tests.journey.waiting import until

PAGE = f"{CONSOLE}/operation"


@pytest.fixture
def person(system: System) -> Iterator[Person]:
    """Somebody with a browser."""
    with Person(system) as one:
        yield one


@pytest.fixture
def app(operated: Stack) -> Iterator[App]:
    """The app, which sends again in the end."""
    app = App(operated.app_url, operated.keys.host)
    yield app
    app.ask("POST", "Sending/resume")


def press(person: Person, what: str, **fields: str) -> str:
    """Press a button of the page and return the page that follows."""
    token = next(form.hidden["csrf"] for form in person.page.forms if "csrf" in form.hidden)
    person.post(f"{person.site}{PAGE}", {"csrf": token, "do": what} | fields)
    return html.unescape(person.page.html)


def test_an_admin_pauses_and_resumes(person: Person, app: App) -> None:
    sign_in(person, defaults.ADMIN, PAGE)
    assert "Stop switch" in person.page.html
    shown = press(person, "pause", why="Wrong <link>")
    told = app.ask("GET", "Sending")
    assert (told["paused"], told["by"], told["why"]) == (True, defaults.ADMIN, "Wrong <link>")
    assert "Within a minute no e-mail goes out any more" in shown
    assert f"by {defaults.ADMIN}" in shown
    assert "<bdi>Wrong &lt;link&gt;</bdi>" in person.page.html
    assert "E-mails go out again." in press(person, "resume")
    assert app.ask("GET", "Sending")["paused"] is False


def test_a_form_of_nobodys_turns_nothing(person: Person, app: App) -> None:
    sign_in(person, defaults.ADMIN, PAGE)
    person.post(f"{person.site}{PAGE}", {"csrf": "wrong", "do": "pause"})
    assert person.status == 403
    assert app.ask("GET", "Sending")["paused"] is False


def test_an_inviter_sees_and_turns_nothing(person: Person, app: App) -> None:
    sign_in(person, defaults.INVITER)
    assert PAGE not in person.page.html
    token = next(form.hidden["csrf"] for form in person.page.forms if "csrf" in form.hidden)
    person.open(f"{person.site}{PAGE}")
    assert person.status == 403
    person.post(f"{person.site}{PAGE}", {"csrf": token, "do": "pause"})
    assert person.status == 403
    assert app.ask("GET", "Sending")["paused"] is False


def test_a_test_e_mail_goes_to_who_asks(person: Person, app: App, system: System) -> None:
    sign_in(person, defaults.ADMIN, PAGE)
    # A pause of a test before may still be known for some seconds.
    until(lambda: "is handed over" in press(person, "test"))
    until(lambda: system.mails(defaults.ADMIN))
    assert app.ask("GET", "Sending")["paused"] is False
