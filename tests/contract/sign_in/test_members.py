"""People of the inviting tenant: they sign in, and their tokens say which roles they have."""

from typing import Any

import jwt
import pytest
import requests

from dev.simulator import defaults
from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import Application, answer, asked
from tests.contract.sign_in.walking import Browser

API = f"api://{defaults.CLIENT_ID}/access_as_user"


def tokens(
    app: Application, browser: Browser, address: str, scope: str = f"openid profile {API}"
) -> dict[str, Any]:
    """Sign in, or come back to the session, and return the answer of the token endpoint."""
    browser.open(asked(app.simulator, scope=scope, login_hint=address))
    if not browser.left_to:
        browser.press("Sign in", Password=defaults.MEMBER_PASSWORD)
    code = answer(browser.left_to)["code"]
    got = app.post_token(grant_type="authorization_code", code=code)
    assert got.status_code == 200, got.text
    found: dict[str, Any] = got.json()
    return found


def said(token: str) -> dict[str, Any]:
    """Return the claims of a token; its signature is another test's."""
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def give(simulator: Simulator, address: str, *roles: str) -> None:
    seed = {"app_roles": {address: roles}}
    got = requests.post(f"{simulator.url}/control/seed", json=seed, timeout=10)
    assert got.status_code == 204


def test_a_member_signs_in_without_consent(app: Application, browser: Browser) -> None:
    flow = app.begin()
    browser.open(flow["auth_uri"])
    browser.press("Next", Email=defaults.INVITER)
    browser.press("Sign in", Password=defaults.MEMBER_PASSWORD)
    claims = app.end(flow, browser.left_to)["id_token_claims"]
    assert claims["preferred_username"] == defaults.INVITER
    assert claims["tid"] == defaults.TENANT_ID
    assert claims["name"] == "Tamer Mohamed-Nour"
    assert "idp" not in claims
    browser.open(app.begin(prompt="none")["auth_uri"])
    assert "code" in answer(browser.left_to), "the session of the browser"


@pytest.mark.parametrize(
    ("address", "role"), [(defaults.INVITER, "Inviter"), (defaults.ADMIN, "Invitation.Admin")]
)
def test_roles_are_in_both_tokens(
    app: Application, browser: Browser, address: str, role: str
) -> None:
    got = tokens(app, browser, address)
    opened, access = said(got["id_token"]), said(got["access_token"])
    assert opened["roles"] == access["roles"] == [role]
    assert (access["aud"], access["scp"]) == (defaults.CLIENT_ID, "access_as_user")
    assert access["preferred_username"] == address
    assert access["oid"] == opened["oid"]
    assert {"scp", "azp"} & set(opened) == set()


def test_changed_roles_are_in_the_next_token(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    tokens(app, browser, defaults.INVITER)
    give(simulator, defaults.INVITER, "Invitation.Admin", "Reader")
    got = tokens(app, browser, defaults.INVITER)
    assert said(got["id_token"])["roles"] == ["Invitation.Admin", "Reader"]
    give(simulator, defaults.INVITER)
    assert "roles" not in said(tokens(app, browser, defaults.INVITER)["id_token"])


def test_without_roles_there_is_no_such_claim(app: Application, browser: Browser) -> None:
    got = tokens(app, browser, defaults.NO_INVITER)
    assert "roles" not in said(got["id_token"])
    assert "roles" not in said(got["access_token"])


def test_without_a_scope_of_the_api_the_access_token_is_graphs(
    app: Application, browser: Browser
) -> None:
    got = tokens(app, browser, defaults.INVITER, "openid profile")
    assert said(got["access_token"])["aud"] != defaults.CLIENT_ID


@pytest.mark.parametrize("name", ["other", "User.Read", ""])
def test_unknown_scopes_of_the_api_are_refused(
    app: Application, browser: Browser, name: str
) -> None:
    browser.open(asked(app.simulator, scope=f"openid api://{defaults.CLIENT_ID}/{name}"))
    assert answer(browser.left_to)["error"] == "invalid_scope"
