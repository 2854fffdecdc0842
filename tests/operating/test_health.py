"""Whether the app is up, for anybody; how its parts stand, for keys and admins."""

import requests

from dev.simulator import defaults
from shared.build import VERSION
from tests.journey.inviting import give_roles, system_token
from tests.journey.system import System


def get(system: System, path: str, **headers: str) -> requests.Response:
    """Ask the API."""
    return system.ask("GET", f"{system.stack.app_url}/api/{path}", **headers)


def test_anybody_hears_that_it_is_up_and_which_build(system: System) -> None:
    answer = get(system, "health")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json()
    assert told["status"] == "up"
    assert told.keys() == {"status", "version", "commit", "built"}
    assert told["version"] == VERSION


def test_the_master_key_and_a_host_key_see_the_parts(system: System) -> None:
    for key in (system.stack.keys.master, system.stack.keys.host):
        answer = get(system, "health/parts", **{"x-functions-key": key})
        assert answer.status_code == 200
        told = answer.json()
        assert told["status"] == "ok"
        assert [part["name"] for part in told["parts"]] == [
            "tables", "queues", "identity", "mail", "sending", "keys", "catalogues",
        ]  # fmt: skip
        assert all(0 <= part["milliseconds"] < 10_000 for part in told["parts"])
    assert {"version", "commit", "built"} <= told.keys()


def test_without_a_key_nobody_sees_them(system: System) -> None:
    for path in ("health/parts", "health/findings"):
        assert get(system, path).status_code == 401
        assert get(system, f"entra/{path}").status_code == 401


def test_a_token_needs_the_role_of_an_admin(system: System) -> None:
    give_roles(system, **{defaults.DAEMON_OBJECT_ID: ["Inviter"]})
    token = system_token(system)
    refused = get(system, "entra/health/findings", Authorization=f"Bearer {token}")
    assert refused.status_code == 403
    give_roles(system, **{defaults.DAEMON_OBJECT_ID: ["Invitation.Admin"]})
    token = system_token(system)
    answer = get(system, "entra/health/findings", Authorization=f"Bearer {token}")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["findings"] == []
    assert told["publicUrl"] == system.stack.app_url
    assert set(told["digests"]) == {"templates", "catalogues"}


def test_no_secret_stands_in_the_findings(system: System) -> None:
    answer = get(system, "health/findings", **{"x-functions-key": system.stack.keys.master})
    settings = system.stack.settings
    secrets = ("CLIENT_SECRET", "EMAIL_ACCESS_KEY", "SESSION_KEYS", "PSEUDONYM_KEY")
    assert not [name for name in secrets if settings[name] in answer.text]
