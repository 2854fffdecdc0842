"""Every address of the API tells which methods it takes (RFC 9110, 15.5.6 and 9.3.7)."""

import pytest

from tests.journey.problems import assert_problem
from tests.journey.system import System

_ID = "0f5d8a4e-6f0b-4b69-9a53-3f6a5f4f8f10"


@pytest.mark.parametrize(
    ("method", "path", "takes"),
    [
        ("PUT", "InviteUser", "GET, HEAD, POST"),
        ("PATCH", "Invitations", "GET"),
        ("DELETE", "Invitations/export", "GET"),
        ("GET", "Invitations/import", "POST"),
        ("POST", f"Invitations/{_ID}", "DELETE, GET"),
        ("GET", f"Invitations/{_ID}/resend", "POST"),
        ("TRACE", f"entra/Invitations/{_ID}/", "DELETE, GET"),
        ("QUERY", "entra/invitations", "GET, POST"),
        ("HEAD", f"Imports/{_ID}", "GET"),
        ("DELETE", "ImportTemplates/entra.csv", "GET"),
        ("GET", "People/erase", "POST"),
    ],
)
def test_a_method_that_an_address_does_not_take(
    system: System, method: str, path: str, takes: str
) -> None:
    answer = system.ask(method, f"{system.stack.app_url}/api/{path}")
    assert (answer.status_code, answer.headers["Allow"]) == (405, takes)
    if method != "HEAD":
        assert_problem(answer, 405, "method-not-allowed")


def test_options_says_what_an_address_takes(system: System) -> None:
    answer = system.ask("OPTIONS", f"{system.stack.app_url}/api/entra/Invitations/{_ID}/revoke")
    assert (answer.status_code, answer.headers["Allow"], answer.content) == (204, "POST", b"")


@pytest.mark.parametrize(
    "path",
    [
        "Invitations/x",
        "Invitations/x/resend",
        "People",
        "People/",
        "entra",
        "Imports/a/b",
        "entra/x",
    ],
)
def test_what_is_nowhere_is_not_found(system: System, path: str) -> None:
    answer = system.ask("GET", f"{system.stack.app_url}/api/{path}")
    assert_problem(answer, 404, "not-found")
    assert "Allow" not in answer.headers
    assert system.ask("OPTIONS", f"{system.stack.app_url}/api/{path}").status_code == 404
