"""Where an administrator must agree (R9): who is asked, who may, and how the answer comes back."""

from urllib.parse import urlencode

import pytest

from dev.simulator import defaults
from dev.simulator.state import Account
from tests.contract.conftest import REDIRECT_URI, Simulator
from tests.contract.sign_in.application import GUEST_PAGE, Application, answer
from tests.contract.sign_in.people import CUSTOMER, PASSWORD
from tests.contract.sign_in.walking import Browser

HOME = defaults.ENTRA_CUSTOMER_TENANT_ID
DOMAIN = defaults.ENTRA_CUSTOMER_DOMAIN
ADMINISTRATOR = f"admin@{DOMAIN}"


@pytest.fixture
def administrator(simulator: Simulator) -> str:
    """Let the customer's tenant ask for its administrator's consent; the administrator."""
    simulator.state.sources[DOMAIN].admin_consent = True
    simulator.state.keep_account(
        Account(ADMINISTRATOR, "Admin-1", "entra", HOME, "Ada Admin", administrator=True)
    )
    return ADMINISTRATOR


def consent_link(simulator: Simulator, tenant: str = DOMAIN, **changes: str) -> str:
    query = {
        "client_id": defaults.CLIENT_ID,
        "scope": "https://graph.microsoft.com/User.Read",
        "redirect_uri": REDIRECT_URI,
        "state": "12345",
    }
    return f"{simulator.url}/{tenant}/v2.0/adminconsent?{urlencode(query | changes)}"


def test_need_admin_approval_until_an_administrator_agrees(
    simulator: Simulator, app: Application, browser: Browser, administrator: str
) -> None:
    guest_id, link = app.invite(CUSTOMER)
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    assert browser.left_to == GUEST_PAGE  # the invitation itself needs no administrator
    flow = app.begin()
    browser.open(flow["auth_uri"])
    assert browser.page.heading == "Need admin approval"
    assert "Sign you in" in browser.page.text
    browser.press("Return to the application without granting consent")
    result = app.end(flow, browser.left_to)
    assert result["error"] == "access_denied"
    assert result["error_description"].startswith("AADSTS65004:")
    silent = app.begin(prompt="none")
    browser.open(silent["auth_uri"])
    assert answer(browser.left_to)["error"] == "interaction_required"

    with Browser(simulator.url) as office:
        office.open(consent_link(simulator))
        office.press("Next", Email=administrator)
        office.press("Sign in", Password="Admin-1")
        assert office.page.heading == "Permissions requested: review for your organization"
        assert simulator.state.admin_consents == []
        office.press("Accept")
        assert answer(office.left_to) == {
            "admin_consent": "True",
            "tenant": HOME,
            "scope": "https://graph.microsoft.com/User.Read",
            "state": "12345",
        }
    assert simulator.state.admin_consents == [[HOME, defaults.CLIENT_ID]]
    flow = app.begin()
    browser.open(flow["auth_uri"])
    assert app.end(flow, browser.left_to)["id_token_claims"]["oid"] == guest_id


def test_an_administrator_can_agree_in_the_middle_of_a_sign_in(
    simulator: Simulator, app: Application, browser: Browser, administrator: str
) -> None:
    app.invite(administrator)
    app.invite(CUSTOMER)
    flow = app.begin(login_hint=CUSTOMER)
    browser.open(flow["auth_uri"])
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Sign in with an admin account")
    browser.press("Next", Email=administrator)
    browser.press("Sign in", Password="Admin-1")
    browser.press("Accept")
    assert simulator.state.admin_consents == [[HOME, defaults.CLIENT_ID]]
    assert browser.page.heading == "Review permissions"
    browser.press("Accept")
    assert app.end(flow, browser.left_to)["id_token_claims"]["preferred_username"] == administrator


@pytest.mark.parametrize("who", [ADMINISTRATOR, CUSTOMER])
def test_refused_admin_consent_says_admin_consent_true_all_the_same(
    simulator: Simulator, browser: Browser, administrator: str, who: str
) -> None:
    browser.open(consent_link(simulator, tenant=HOME))
    browser.press("Next", Email=who)
    browser.press("Sign in", Password="Admin-1" if who == administrator else PASSWORD)
    if who == administrator:
        browser.press("Cancel")
    else:
        assert browser.page.heading == "Need admin approval"
        browser.press("Return to the application without granting consent")
    returned = answer(browser.left_to)
    assert returned["error_description"].startswith("AADSTS65004:")
    assert (returned["admin_consent"], returned["error"], returned["state"]) == (
        "True",
        "consent_required",
        "12345",
    )
    assert simulator.state.admin_consents == []


def test_admin_consent_can_be_turned_back_from_before_signing_in(
    simulator: Simulator, browser: Browser
) -> None:
    browser.open(consent_link(simulator))
    browser.press("Cancel")
    assert answer(browser.left_to)["error"] == "consent_required"


def test_admin_consent_of_organizations_is_for_the_tenant_of_who_signs_in(
    simulator: Simulator, browser: Browser, administrator: str
) -> None:
    browser.open(consent_link(simulator, "organizations", scope=".default"))
    browser.press("Next", Email=administrator)
    browser.press("Sign in", Password="Admin-1")
    assert "Sign you in" in browser.page.text
    browser.press("Accept")
    assert answer(browser.left_to)["tenant"] == HOME


def test_an_administrator_of_another_tenant_is_refused(
    simulator: Simulator, browser: Browser
) -> None:
    stranger = Account("boss@else.example", "p", "entra", "another-tenant", administrator=True)
    simulator.state.keep_account(stranger)
    browser.open(consent_link(simulator))
    browser.press("Next", Email=stranger.address)
    browser.press("Sign in", Password="p")
    assert browser.page.alert.startswith("AADSTS50020:")
    assert simulator.state.admin_consents == []


@pytest.mark.parametrize(
    ("tenant", "changes", "code"),
    [
        ("common", {}, "AADSTS90002"),
        ("nowhere.example", {}, "AADSTS90002"),
        (DOMAIN, {"redirect_uri": "http://localhost:9/"}, "AADSTS50011"),
        (DOMAIN, {"client_id": "someone-else"}, "AADSTS700016"),
    ],
)
def test_wrong_admin_consent_links_end_on_a_page(
    simulator: Simulator, browser: Browser, tenant: str, changes: dict[str, str], code: str
) -> None:
    browser.open(consent_link(simulator, tenant, **changes))
    assert (browser.status, browser.left_to) == (400, "")
    assert browser.page.alert.startswith(f"{code}:")


def test_an_unknown_scope_of_admin_consent_goes_back(
    simulator: Simulator, browser: Browser
) -> None:
    browser.open(consent_link(simulator, scope="Mail.Send"))
    returned = answer(browser.left_to)
    assert (returned["admin_consent"], returned["error"]) == ("True", "invalid_scope")
