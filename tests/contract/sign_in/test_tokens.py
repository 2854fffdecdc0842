"""What the token endpoint gives, and to whom (signin.md)."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from dev.simulator import defaults
from dev.simulator.entra.errors import SignInError
from dev.simulator.entra.grants import Grant, Grants
from tests.contract.conftest import REDIRECT_URI, Simulator
from tests.contract.sign_in.application import Application, answer, asked
from tests.contract.sign_in.people import CUSTOMER, PASSWORD, invited_at_the_review
from tests.contract.sign_in.walking import Browser

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_after_redemption_the_application_signs_in_without_a_page(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    guest_id, link = app.invite(CUSTOMER, "Anna Keller")
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    flow = app.begin()
    browser.open(flow["auth_uri"])
    result = app.end(flow, browser.left_to)
    claims = result["id_token_claims"]
    assert claims["oid"] == guest_id
    assert claims["tid"] == defaults.TENANT_ID
    assert claims["aud"] == defaults.CLIENT_ID
    assert claims["iss"] == f"https://login.microsoftonline.com/{defaults.TENANT_ID}/v2.0"
    assert claims["ver"] == "2.0"
    assert claims["preferred_username"] == claims["email"] == CUSTOMER
    assert claims["name"] == "Anna Keller"
    assert claims["idp"] == f"https://sts.windows.net/{defaults.ENTRA_CUSTOMER_TENANT_ID}/"
    assert claims["sub"] not in (guest_id, "")
    assert claims["exp"] - claims["iat"] == result["expires_in"] == 3599
    assert result["token_type"] == "Bearer"
    assert result["refresh_token"]
    assert app.msal.get_accounts()[0]["username"] == CUSTOMER


def test_tokens_are_signed_with_the_published_key(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    flow = invited_at_the_review(app, browser)
    browser.press("Accept")
    tokens = app.end(flow, browser.left_to)
    address = f"{simulator.tls_url}/{defaults.TENANT_ID}/discovery/v2.0/keys"
    published = jwt.PyJWKSet.from_dict(app.session.get(address, timeout=10).json())
    for token, audience in (
        (tokens["id_token"], defaults.CLIENT_ID),
        (tokens["access_token"], "00000003-0000-0000-c000-000000000000"),
    ):
        key = published[jwt.get_unverified_header(token)["kid"]]
        assert jwt.decode(token, key.key, algorithms=["RS256"], audience=audience)


def test_a_code_works_once(app: Application, browser: Browser, guest: str) -> None:
    flow = app.begin()
    browser.open(flow["auth_uri"])
    assert "error" not in app.end(flow, browser.left_to)
    again = app.end(flow, browser.left_to)
    assert again["error"] == "invalid_grant"
    assert again["error_codes"] == [54005]


def test_a_wrong_verifier_is_refused_and_does_not_use_the_code_up(
    app: Application, browser: Browser, guest: str
) -> None:
    flow = app.begin()
    browser.open(flow["auth_uri"])
    wrong = app.end(flow | {"code_verifier": "x" * 43}, browser.left_to)
    assert (wrong["error"], wrong["error_codes"]) == ("invalid_grant", [501481])
    assert "id_token" in app.end(flow, browser.left_to)


def test_the_error_body_is_the_documented_one(app: Application) -> None:
    refused = app.post_token(grant_type="authorization_code", code="unknown")
    body = refused.json()
    assert refused.status_code == 400
    assert body.keys() == {
        "error",
        "error_description",
        "error_codes",
        "timestamp",
        "trace_id",
        "correlation_id",
    }
    assert body["error_description"] == (
        "AADSTS70000: The provided authorization code is malformed or invalid.\r\n"
        f"Trace ID: {body['trace_id']}\r\nCorrelation ID: {body['correlation_id']}\r\n"
        f"Timestamp: {body['timestamp']}"
    )
    assert datetime.strptime(body["timestamp"], "%Y-%m-%d %H:%M:%SZ").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_id": "someone-else"}, 400, "unauthorized_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"code": ""}, 400, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "unknown"}, 400, "invalid_grant"),
    ],
)
def test_wrong_token_requests_get_their_oauth_error(
    app: Application, form: dict[str, str], status: int, error: str
) -> None:
    refused = app.post_token(**{"grant_type": "authorization_code", "code": "unknown"} | form)
    assert (refused.status_code, refused.json()["error"]) == (status, error)


def test_another_redirect_uri_than_at_authorize_is_refused(
    simulator: Simulator, app: Application, browser: Browser, guest: str
) -> None:
    browser.open(asked(simulator))
    refused = app.post_token(
        grant_type="authorization_code",
        code=answer(browser.left_to)["code"],
        redirect_uri="http://localhost:7071/elsewhere",
    )
    assert refused.json()["error_codes"] == [500112]


def test_without_profile_and_offline_access_there_is_less(
    simulator: Simulator, app: Application, browser: Browser, guest: str
) -> None:
    browser.open(asked(simulator, scope="openid"))
    code = answer(browser.left_to)["code"]
    tokens = app.post_token(grant_type="authorization_code", code=code).json()
    assert not {"refresh_token", "client_info"} & tokens.keys()
    claims = jwt.decode(tokens["id_token"], options={"verify_signature": False})
    assert not {"oid", "name", "preferred_username", "nonce"} & claims.keys()
    assert claims["tid"] == defaults.TENANT_ID


def test_the_secret_may_come_as_http_basic(
    simulator: Simulator, app: Application, browser: Browser, guest: str
) -> None:
    browser.open(asked(simulator))
    form = {
        "grant_type": "authorization_code",
        "code": answer(browser.left_to)["code"],
        "redirect_uri": REDIRECT_URI,
    }
    address = f"{simulator.tls_url}/{defaults.TENANT_ID}/oauth2/v2.0/token"
    client = (defaults.CLIENT_ID, defaults.CLIENT_SECRET)
    assert app.session.post(address, data=form, auth=client, timeout=10).json()["id_token"]


@pytest.mark.parametrize(
    ("resource", "error"),
    [("api://AzureADTokenExchange", None), ("https://graph.microsoft.com", 700212)],
)
def test_a_managed_identity_stands_in_for_the_secret(
    simulator: Simulator, app: Application, browser: Browser, guest: str, resource: str, error: str
) -> None:
    identity = {"client_assertion": lambda: app.identity_token(resource)}
    with Application(simulator, credential=identity) as federated:
        flow = federated.begin()
        browser.open(flow["auth_uri"])
        result = federated.end(flow, browser.left_to)
    assert result.get("error_codes") == ([error] if error else None)
    assert ("id_token" in result) is (error is None)


def test_a_forged_assertion_is_refused(app: Application) -> None:
    forged = jwt.encode({"aud": "api://AzureADTokenExchange"}, "x" * 32, "HS256")
    refused = app.post_token(
        grant_type="authorization_code",
        code="unknown",
        client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion=forged,
    )
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")


def test_a_browser_may_not_use_the_secret(app: Application) -> None:
    app.session.headers["Origin"] = "http://localhost:7071"
    refused = app.post_token(grant_type="authorization_code", code="unknown")
    assert refused.json()["error_codes"] == [9002326]


def test_msal_renews_with_the_refresh_token(app: Application, browser: Browser, guest: str) -> None:
    flow = app.begin()
    browser.open(flow["auth_uri"])
    tokens = app.end(flow, browser.left_to)
    renewed = app.msal.acquire_token_by_refresh_token(tokens["refresh_token"], [])
    assert renewed["id_token_claims"]["oid"] == guest
    assert "nonce" not in renewed["id_token_claims"]


def test_a_deleted_guest_gets_no_more_tokens(
    simulator: Simulator, app: Application, browser: Browser, guest: str
) -> None:
    flow = app.begin()
    browser.open(flow["auth_uri"])
    del simulator.state.guests[guest]
    assert app.end(flow, browser.left_to)["error_codes"] == [50034]


def test_a_code_expires_after_ten_minutes() -> None:
    grants = Grants()
    grant = Grant("guest", CUSTOMER, ("openid",), redirect_uri=REDIRECT_URI)
    code = grants.issue_code(grant, NOW)
    with pytest.raises(SignInError, match="AADSTS70008"):
        grants.redeem_code(code, REDIRECT_URI, "", NOW + timedelta(minutes=10))
    assert grants.redeem_code(code, REDIRECT_URI, "", NOW + timedelta(seconds=599)) == grant


def test_a_plain_challenge_is_compared_as_it_is() -> None:
    grants = Grants()
    grant = Grant("guest", CUSTOMER, (), REDIRECT_URI, challenge="secret", challenge_method="plain")
    code = grants.issue_code(grant, NOW)
    with pytest.raises(SignInError, match="AADSTS501481"):
        grants.redeem_code(code, REDIRECT_URI, "", NOW)
    assert grants.redeem_code(code, REDIRECT_URI, "secret", NOW) == grant


def test_a_blocked_guest_cannot_renew(
    simulator: Simulator, app: Application, browser: Browser, guest: str
) -> None:
    flow = app.begin()
    browser.open(flow["auth_uri"])
    token = app.end(flow, browser.left_to)["refresh_token"]
    simulator.state.guests[guest].account_enabled = False
    assert app.post_token(grant_type="refresh_token", refresh_token=token).json()[
        "error_codes"
    ] == [50057]


def test_a_reset_makes_codes_and_refresh_tokens_unknown(
    simulator: Simulator, app: Application, browser: Browser, guest: str
) -> None:
    flow = app.begin()
    browser.open(flow["auth_uri"])
    app.session.post(f"{simulator.url}/control/reset", timeout=10)
    assert app.end(flow, browser.left_to)["error_codes"] == [70000]
