"""What somebody forges at the console's sign-in: answers, sessions, forms and ways back."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from cryptography.fernet import Fernet

from tests.journey.inviting import (
    CONSOLE,
    asked,
    path,
    put_session,
    session_of,
    sign_in,
)
from tests.journey.person import Person


def callback(person: Person) -> str:
    """Sign in, and stop at the address by which Microsoft leads back."""
    sign_in(person)
    started = person.once("GET", f"{person.site}{CONSOLE}/SignIn")
    answer = person.once("GET", started.headers["Location"])
    return answer.headers["Location"]


def test_an_answer_counts_once_and_in_its_browser(people: Callable[[], Person]) -> None:
    person, stranger = people(), people()
    back = callback(person)
    stranger.open(back)
    assert (stranger.status, stranger.page.heading) == (400, "The sign-in did not work")
    assert "__Secure-inviter" not in stranger.cookies.kept
    kept = dict(person.cookies.kept)
    person.open(back)
    assert person.status == 200
    person.open(back)
    assert path(person.address) == CONSOLE, "where the Back button brings whoever has signed in"
    person.cookies.kept = {name: kept[name] for name in kept if name != "__Secure-inviter"}
    person.open(back)
    assert (person.status, person.page.heading) == (400, "The sign-in did not work")


@pytest.mark.parametrize(
    "query",
    [
        "state=forgedforged&code=x",
        "state=forgedforged&error=access_denied&error_description=<script>",
        "error=access_denied",
        "state=%0d%0aSet-Cookie:x&code=y",
        "state=" + "x" * 3000 + "&code=%00",
    ],
)
def test_a_forged_answer_gets_nothing(person: Person, query: str) -> None:
    person.once("GET", f"{person.site}{CONSOLE}/SignIn")
    person.open(f"{person.site}{CONSOLE}/SignedIn?{query}")
    assert (person.status, person.page.heading) == (400, "The sign-in did not work")
    assert "<script>" not in person.page.html
    assert "__Secure-inviter" not in person.cookies.kept


def test_the_state_of_another_flow_does_not_fit(person: Person) -> None:
    """The answer to one flow, under the state of another one of the same browser."""
    back = callback(person)
    person.cookies.kept.pop("__Secure-inviter")
    other = person.once("GET", f"{person.site}{CONSOLE}/SignIn")
    state = asked(other.headers["Location"])["state"][0]
    person.open(back.replace(asked(back)["state"][0], state))
    assert person.status == 400
    assert "__Secure-inviter" not in person.cookies.kept


def test_a_forged_session_is_none(people: Callable[[], Person]) -> None:
    person = people()
    sign_in(person)
    content = session_of(person)
    put_session(person, content | {"admin": True}, Fernet.generate_key().decode())
    assert person.once("GET", f"{person.site}{CONSOLE}").status_code == 303
    put_session(person, content | {"cookie": "session"})
    assert person.once("GET", f"{person.site}{CONSOLE}").status_code == 303
    put_session(person, {"cookie": "inviter", "of": "another version"})
    assert person.once("GET", f"{person.site}{CONSOLE}").status_code == 303
    person.cookies.kept["__Secure-inviter"] = ("forged", CONSOLE)
    assert person.once("GET", f"{person.site}{CONSOLE}").status_code == 303
    put_session(person, content)
    assert person.once("GET", f"{person.site}{CONSOLE}").status_code == 200


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/api/ManageInvitations/../../evil",
        "/api/ManageInvitations//evil.example",
        "/api/ManageInvitations@evil.example",
        "/api/ManageInvitations\r\nLocation: https://evil.example",
        "/api/ManageInvitations/SignOut",
        "/api/ManageInvitations/signin",
        "/api/InviteUser?invitationId=1",
        "/api/ManageInvitationsX",
        "javascript:alert(1)",
    ],
)
def test_after_the_sign_in_nobody_is_led_elsewhere(inviter: Person, back: str) -> None:
    inviter.open(f"{inviter.site}{CONSOLE}/SignIn?back={quote(back)}")
    assert inviter.address == f"{inviter.site}{CONSOLE}"


@pytest.mark.parametrize("token", ["", "forged", "é"])
def test_a_forged_form_signs_nobody_out(inviter: Person, token: str) -> None:
    inviter.post(f"{inviter.site}{CONSOLE}/SignOut", {"csrf": token})
    assert (inviter.status, inviter.page.heading) == (403, "This is not allowed")
    inviter.open(f"{inviter.site}{CONSOLE}")
    assert inviter.status == 200
