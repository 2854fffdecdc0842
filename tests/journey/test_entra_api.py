"""The API with access tokens: who may do what, and what does not exist for whom."""

from collections.abc import Iterator

import pytest

from dev.simulator import defaults
from tests.journey.inviting import call, give_roles, person_token, system_token
from tests.journey.managing import shown
from tests.journey.person import Person
from tests.journey.problems import assert_problem
from tests.journey.system import System, body

TAMER = {"email": defaults.INVITER, "name": "Mohamed-Nour, Tamer"}
UNKNOWN = "7b0c1d5e-2f64-4a39-8e1b-90c2d3a4f5b6"


@pytest.fixture(scope="module")
def tamer(system: System) -> str:
    """The token of an inviter of GFMS."""
    with Person(system) as person:
        return person_token(person)


@pytest.fixture(scope="module")
def admin(system: System) -> str:
    """The token of an admin."""
    with Person(system) as person:
        return person_token(person, defaults.ADMIN)


@pytest.fixture
def other(system: System) -> str:
    """An invitation of another organisation."""
    return system.invite(organisation="Other AG")


@pytest.fixture
def daemon(system: System) -> Iterator[None]:
    """Whatever roles the system gets, it has its own again at the end."""
    yield
    give_roles(system, **{defaults.DAEMON_OBJECT_ID: ["Invitation.Admin"]})


def test_an_inviter_makes_shows_resends_and_revokes(system: System, tamer: str) -> None:
    made = call(system, "POST", "", body(inviter=TAMER), token=tamer)
    assert made.status_code == 201, made.text
    invitation = made.json()["invitationId"]
    seen = call(system, "GET", f"/{invitation}", token=tamer)
    assert seen.status_code == 200
    assert seen.json() == shown(system, invitation)
    assert seen.json()["history"][0]["by"] == defaults.INVITER
    system.sent(invitation)
    again = call(system, "POST", f"/{invitation}/resend", {}, token=tamer)
    assert again.status_code == 202, again.text
    ended = call(system, "POST", f"/{invitation}/revoke", {}, token=tamer)
    assert ended.json()["state"] == "revoked"
    authors = {one["event"]: one["by"] for one in shown(system, invitation)["history"]}
    assert authors["InvitationResent"] == authors["InvitationRevoked"] == defaults.INVITER


def test_an_inviter_sees_what_colleagues_made(system: System, tamer: str) -> None:
    invitation = system.invite(organisation="gfms ")  # spelling is no other organisation
    assert call(system, "GET", f"/{invitation}", token=tamer).status_code == 200


@pytest.mark.parametrize(
    ("method", "what"), [("GET", ""), ("POST", "/resend"), ("POST", "/revoke")]
)
def test_another_organisations_invitation_does_not_exist(
    system: System, tamer: str, other: str, method: str, what: str
) -> None:
    system.sent(other)
    before = system.row(other)
    content: dict[str, str] | None = None if method == "GET" else {}
    hidden = call(system, method, f"/{other}{what}", content, token=tamer)
    unknown = call(system, method, f"/{UNKNOWN}{what}", content, token=tamer)
    assert_problem(hidden, 404, "not-found")
    assert hidden.content == unknown.content
    assert system.row(other) == before


def test_an_admin_sees_all(system: System, admin: str, other: str) -> None:
    assert call(system, "GET", f"/{other}", token=admin).status_code == 200
    system.sent(other)
    ended = call(system, "POST", f"/{other}/revoke", {}, token=admin)
    assert ended.status_code == 200
    assert ended.json()["history"][-2]["by"] == defaults.ADMIN


def test_nobody_invites_in_anothers_name(system: System, tamer: str) -> None:
    someone = {"email": "boss@gfms.example", "name": "Boss"}
    answer = call(system, "POST", "", body(inviter=someone), token=tamer)
    assert_problem(answer, 403, "forbidden", "/inviter/email")
    content = body(inviter=TAMER, organisation="Other AG")
    answer = call(system, "POST", "", content, token=tamer)
    assert_problem(answer, 403, "forbidden", "/organisation")
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    assert system.guest(content["guest"]["email"]) is None


def test_spelling_is_nobody_else(system: System, tamer: str) -> None:
    inviter = {"email": defaults.INVITER.upper(), "name": "T"}
    made = call(system, "POST", "", body(inviter=inviter, organisation=" gfms "), token=tamer)
    assert made.status_code == 201, made.text
    assert shown(system, made.json()["invitationId"])["organisation"] == "GFMS"


def test_an_admin_may_name_others_and_the_history_says_who_it_was(
    system: System, admin: str
) -> None:
    made = call(system, "POST", "", body(organisation="Other AG"), token=admin)
    assert made.status_code == 201, made.text
    whole = shown(system, made.json()["invitationId"])
    assert whole["inviter"]["email"] == "tamer@gfms.example"
    assert whole["history"][0]["by"] == defaults.ADMIN


@pytest.mark.parametrize("what", ["resend", "revoke"])
def test_the_history_takes_nobody_elses_name(system: System, tamer: str, what: str) -> None:
    invitation = system.invite()
    system.sent(invitation)
    row = system.row(invitation)
    answer = call(system, "POST", f"/{invitation}/{what}", {"by": "boss@gfms.example"}, token=tamer)
    assert_problem(answer, 403, "forbidden", "/by")
    assert system.row(invitation) == row
    own = call(system, "POST", f"/{invitation}/{what}", {"by": defaults.INVITER}, token=tamer)
    assert own.status_code in {200, 202}


def test_a_system_calls_with_a_token_of_its_own(system: System, daemon: None) -> None:
    made = call(system, "POST", "", body(), token=system_token(system))
    assert made.status_code == 201, made.text
    history = shown(system, made.json()["invitationId"])["history"]
    assert history[0]["by"] == defaults.DAEMON_CLIENT_ID
    give_roles(system, **{defaults.DAEMON_OBJECT_ID: ["Inviter"]})
    answer = call(system, "POST", "", body(), token=system_token(system))
    assert_problem(answer, 403, "forbidden")
    give_roles(system, **{defaults.DAEMON_OBJECT_ID: []})
    answer = call(system, "POST", "", body(), token=system_token(system))
    assert_problem(answer, 403, "forbidden")


def test_somebody_without_a_role_gets_nothing(system: System, person: Person, other: str) -> None:
    token = person_token(person, defaults.NO_INVITER)
    assert_problem(call(system, "GET", f"/{other}", token=token), 403, "forbidden")
    assert_problem(call(system, "POST", "", body(), token=token), 403, "forbidden")


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", "é", "x" * 5000])
@pytest.mark.parametrize(
    ("method", "what"),
    [("POST", ""), ("GET", f"/{UNKNOWN}"), ("POST", f"/{UNKNOWN}/resend"), ("GET", "/export")],
)
def test_without_a_good_token_nothing_is_answered(
    system: System, token: str | None, method: str, what: str
) -> None:
    sent = None if token is None else token.encode().decode("latin-1")
    answer = call(system, method, what, {} if method == "POST" else None, token=sent)
    assert_problem(answer, 401, "unauthorised")
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge.startswith("Bearer ")
    assert ('error="invalid_token"' in challenge) == bool(token)


def test_a_function_key_opens_nothing_that_asks_for_a_token(system: System) -> None:
    key = system.stack.keys.master
    answer = call(system, "GET", f"/{UNKNOWN}", x_functions_key=key)
    assert_problem(answer, 401, "unauthorised")


def test_a_token_is_no_function_key(system: System, tamer: str) -> None:
    address = f"{system.stack.app_url}/api/Invitations/{UNKNOWN}"
    answer = system.ask("GET", address, Authorization=f"Bearer {tamer}")
    assert answer.status_code == 401
