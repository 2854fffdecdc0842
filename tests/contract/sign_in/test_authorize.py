"""Discovery, authorize and sign-out at the wire (signin.md)."""

import pytest

from dev.simulator import defaults
from tests.contract.conftest import REDIRECT_URI, Simulator
from tests.contract.sign_in.application import Application, answer, asked
from tests.contract.sign_in.people import CUSTOMER, PASSWORD
from tests.contract.sign_in.walking import Browser


@pytest.mark.parametrize("tenant", [defaults.TENANT_ID, defaults.TENANT_DOMAIN])
def test_discovery_names_the_endpoints_of_the_tenant(
    simulator: Simulator, app: Application, tenant: str
) -> None:
    address = f"{simulator.tls_url}/{tenant}/v2.0/.well-known/openid-configuration"
    found = app.session.get(address, timeout=10).json()
    people = f"{simulator.url}/{defaults.TENANT_ID}/oauth2/v2.0"
    assert found["authorization_endpoint"] == f"{people}/authorize"
    assert found["end_session_endpoint"] == f"{people}/logout"
    assert found["token_endpoint"].startswith(f"{simulator.tls_url}/{defaults.TENANT_ID}/")
    assert {"client_secret_post", "private_key_jwt"} <= set(
        found["token_endpoint_auth_methods_supported"]
    )
    assert found["subject_types_supported"] == ["pairwise"]


def test_msal_signs_in_by_the_tenants_domain_too(
    simulator: Simulator, browser: Browser, guest: str
) -> None:
    with Application(simulator, tenant=defaults.TENANT_DOMAIN) as by_domain:
        flow = by_domain.begin()
        browser.open(flow["auth_uri"])
        assert by_domain.end(flow, browser.left_to)["id_token_claims"]["oid"] == guest


def test_an_unknown_tenant_is_refused_by_msal(simulator: Simulator) -> None:
    with pytest.raises(ValueError, match="Unable to get authority configuration"):
        Application(simulator, tenant="00000000-0000-0000-0000-000000000000").begin()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"redirect_uri": f"{REDIRECT_URI}/"}, "AADSTS50011"),
        ({"redirect_uri": None}, "AADSTS50011"),
        ({"client_id": "00000000-0000-0000-0000-000000000000"}, "AADSTS700016"),
        ({"client_id": None}, "AADSTS900144"),
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_registered(
    simulator: Simulator, browser: Browser, changes: dict[str, str | None], code: str
) -> None:
    browser.open(asked(simulator, **changes))
    assert browser.left_to == ""
    assert browser.status == 400
    assert browser.page.alert.startswith(f"{code}:")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"response_mode": "form_post"}, "invalid_request"),
        ({"scope": None}, "invalid_request"),
        ({"scope": "openid Mail.Send"}, "invalid_scope"),
        ({"prompt": "whatever"}, "invalid_request"),
        ({"prompt": "select_account", "login_hint": CUSTOMER}, "invalid_request"),
        ({"code_challenge": "x", "code_challenge_method": "S512"}, "invalid_request"),
        ({"prompt": "none"}, "interaction_required"),
    ],
)
def test_other_mistakes_go_back_to_the_application(
    simulator: Simulator, browser: Browser, changes: dict[str, str | None], error: str
) -> None:
    browser.open(asked(simulator, **changes))
    returned = answer(browser.left_to)
    assert (returned["error"], returned["state"]) == (error, "12345")
    assert "code" not in returned


def test_a_posted_authorize_request_works_like_a_get(
    simulator: Simulator, browser: Browser, guest: str
) -> None:
    address, _, query = asked(simulator).partition("?")
    reply = browser.session.post(address, data=answer(f"?{query}"), allow_redirects=False)
    assert answer(reply.headers["Location"]).keys() == {"code", "state"}


def test_prompt_none_signs_in_silently_with_a_session(
    simulator: Simulator, browser: Browser, guest: str
) -> None:
    browser.open(asked(simulator, prompt="none"))
    assert answer(browser.left_to)["code"]


def test_prompt_none_does_not_consent_for_the_guest(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    _, link = app.invite(CUSTOMER)
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    browser.open(asked(simulator, prompt="none"))
    assert answer(browser.left_to)["error"] == "interaction_required"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sign_out_ends_the_session_and_returns(
    simulator: Simulator, app: Application, browser: Browser, guest: str, method: str
) -> None:
    address = f"{simulator.url}/{defaults.TENANT_ID}/oauth2/v2.0/logout"
    sent = {"post_logout_redirect_uri": REDIRECT_URI, "state": "bye"}
    if method == "GET":
        reply = browser.session.get(address, params=sent, allow_redirects=False, timeout=10)
    else:
        reply = browser.session.post(address, data=sent, allow_redirects=False, timeout=10)
    assert reply.headers["Location"] == f"{REDIRECT_URI}?state=bye"
    assert simulator.state.sign_ins == {}
    browser.open(app.begin()["auth_uri"])
    assert browser.page.heading == "Sign in"


def test_sign_out_leads_to_no_address_that_is_not_registered(
    simulator: Simulator, browser: Browser, guest: str
) -> None:
    address = f"{simulator.url}/{defaults.TENANT_ID}/oauth2/v2.0/logout"
    browser.open(f"{address}?post_logout_redirect_uri=http://localhost:9/")
    assert browser.left_to == ""
    assert browser.page.heading == "You signed out of your account"
    assert simulator.state.sign_ins == {}
