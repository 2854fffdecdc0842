"""The ways in beside the e-mail (R2), and what an alias opens (R3)."""

import pytest

from dev.simulator import defaults
from dev.simulator.state import Account, Contact
from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import GUEST_PAGE, Application
from tests.contract.sign_in.people import CUSTOMER, NEWCOMER, PASSWORD, passcode
from tests.contract.sign_in.walking import Browser

ALIAS = f"a.keller@{defaults.ENTRA_CUSTOMER_DOMAIN}"


@pytest.mark.parametrize(
    "path",
    [
        f"/myapps?tenantid={defaults.TENANT_ID}",
        f"/myapps/?tenantid={defaults.TENANT_DOMAIN}",
        f"/myapps/{defaults.TENANT_DOMAIN.title()}",
        "/myapps/gfms.onmicrosoft.com",
        f"/myapps/signin/My%20rConnect/{defaults.CLIENT_ID}?tenantId={defaults.TENANT_ID}",
    ],
)
def test_a_direct_link_redeems_and_ends_at_the_apps(
    simulator: Simulator, app: Application, browser: Browser, path: str
) -> None:
    guest_id, _ = app.invite(CUSTOMER)
    browser.open(simulator.url + path)
    browser.press("Next", Email=CUSTOMER)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    assert browser.page.heading == "Apps dashboard"
    assert "signed in to GFMS" in browser.page.text
    assert simulator.state.guests[guest_id].external_user_state == "Accepted"
    assert browser.open(simulator.url + path).heading == "Apps dashboard"


def test_declining_at_a_direct_link_changes_nothing(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    guest_id, _ = app.invite(CUSTOMER)
    browser.open(f"{simulator.url}/myapps/{defaults.TENANT_DOMAIN}")
    browser.press("Next", Email=CUSTOMER)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Cancel")
    assert browser.page.heading == "You declined the invitation"
    assert simulator.state.guests[guest_id].external_user_state == "PendingAcceptance"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/myapps/elsewhere.example", "AADSTS90002"),
        (f"/myapps/signin/x/{defaults.CLIENT_ID}?tenantId=elsewhere.example", "AADSTS90002"),
        (f"/myapps/signin/x/elsewhere?tenantId={defaults.TENANT_ID}", "AADSTS700016"),
    ],
)
def test_a_direct_link_to_another_tenant_is_refused(
    simulator: Simulator, browser: Browser, path: str, code: str
) -> None:
    browser.open(simulator.url + path)
    assert browser.page.alert.startswith(f"{code}:")


def test_a_contact_does_not_stand_in_the_way_of_a_direct_link(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    """R4: the guest has no proxy addresses, but is found by the invited address."""
    simulator.state.contacts["c"] = Contact(CUSTOMER.title())
    simulator.state.contacts["d"] = Contact(NEWCOMER)
    simulator.state.policy.otp_enabled = True
    guest_id, _ = app.invite(CUSTOMER)
    newcomer, _ = app.invite(NEWCOMER)
    for one in (guest_id, newcomer):
        assert simulator.state.guests[one].fields["proxyAddresses"] == []
    browser.open(f"{simulator.url}/myapps/{defaults.TENANT_DOMAIN}")
    browser.press("Next", Email=CUSTOMER)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    assert simulator.state.guests[guest_id].external_user_state == "Accepted"
    with Browser(simulator.url) as other:
        other.open(f"{simulator.url}/myapps/{defaults.TENANT_DOMAIN}")
        other.press("Next", Email=NEWCOMER)
        other.press("Send code")
        other.press("Sign in", Code=passcode(simulator, NEWCOMER))
        other.press("Accept")
    assert simulator.state.guests[newcomer].external_user_state == "Accepted"


@pytest.mark.parametrize("as_mail", [True, False])
def test_after_a_reset_a_direct_link_works_for_the_mail_but_for_no_other_address(
    simulator: Simulator, app: Application, browser: Browser, as_mail: bool
) -> None:
    """RESET: with the new address in mail, not in otherMails, a direct sign-in redeems as well."""
    guest_id, _ = app.invite(NEWCOMER)
    guest = simulator.state.guests[guest_id]
    guest.mail, guest.fields["otherMails"] = (CUSTOMER, []) if as_mail else (NEWCOMER, [CUSTOMER])
    guest.sign_in_name = CUSTOMER
    browser.open(f"{simulator.url}/myapps/{defaults.TENANT_DOMAIN}")
    browser.press("Next", Email=CUSTOMER)
    browser.press("Sign in", Password=PASSWORD)
    if as_mail:
        browser.press("Accept")
        assert browser.page.heading == "Apps dashboard"
    else:
        assert browser.page.alert.startswith("AADSTS50020:")


def test_the_common_endpoint_leads_to_the_guests_own_organization(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    guest_id, _ = app.invite(CUSTOMER)
    browser.open(f"{simulator.url}/myapps")
    browser.press("Next", Email=CUSTOMER)
    browser.press("Sign in", Password=PASSWORD)
    assert "your own organization, Precision Werke" in browser.page.text
    assert simulator.state.guests[guest_id].external_user_state == "PendingAcceptance"


def test_sign_in_to_an_organization_leads_to_the_inviting_one(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    guest_id, _ = app.invite(CUSTOMER)
    browser.open(f"{simulator.url}/myapps")
    browser.click("Sign-in options")
    assert browser.page.heading == "Sign-in options"
    browser.press("Sign in to an organization")
    browser.press("Next", **{"Domain name": "elsewhere.example"})
    assert "couldn't find an organization" in browser.page.alert
    browser.press("Next", **{"Domain name": f" {defaults.TENANT_DOMAIN} "})
    assert "Sign-in options" not in browser.page.links
    browser.press("Next", Email=CUSTOMER)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    assert browser.page.heading == "Apps dashboard"
    assert simulator.state.guests[guest_id].external_user_state == "Accepted"


def test_the_application_offers_no_other_organization(app: Application, browser: Browser) -> None:
    browser.open(app.begin()["auth_uri"])
    assert "Sign-in options" not in browser.page.links
    browser.open(f"{browser.address}&to=options")
    assert browser.page.heading == "Sign in"


@pytest.mark.parametrize(
    ("invited", "typed"), [(ALIAS, CUSTOMER), (ALIAS, ALIAS), (CUSTOMER, ALIAS)]
)
def test_an_alias_needs_the_link_of_the_e_mail(
    simulator: Simulator, app: Application, browser: Browser, invited: str, typed: str
) -> None:
    simulator.state.accounts[CUSTOMER].aliases = [ALIAS]
    guest_id, link = app.invite(invited)
    guest = simulator.state.guests[guest_id]
    for direct in (app.begin()["auth_uri"], f"{simulator.url}/myapps/{defaults.TENANT_DOMAIN}"):
        with Browser(simulator.url) as other:
            other.open(direct)
            other.press("Next", Email=typed)
            other.press("Sign in", Password=PASSWORD)
            assert other.page.alert.startswith(f"AADSTS50020: User account '{CUSTOMER}'")
    assert guest.external_user_state == "PendingAcceptance"
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    browser.press("Accept")
    assert browser.left_to == GUEST_PAGE
    assert guest.identities[0]["issuerAssignedId"] == CUSTOMER
    flow = app.begin(prompt="login")  # once redeemed, direct links work as well
    browser.open(flow["auth_uri"])
    browser.press("Next", Email=typed)
    browser.press("Sign in", Password=PASSWORD)
    assert app.end(flow, browser.left_to)["id_token_claims"]["oid"] == guest_id


def test_a_session_of_an_alias_redeems_the_link_without_a_password(
    simulator: Simulator, app: Application, browser: Browser, guest: str
) -> None:
    simulator.state.accounts[CUSTOMER].aliases = [ALIAS]
    other, link = app.invite(ALIAS)
    assert other != guest
    browser.open(link)
    assert browser.page.heading == "Review permissions"


def test_a_session_of_another_provider_does_not_count(
    simulator: Simulator, app: Application, browser: Browser, guest: str
) -> None:
    personal = Account(CUSTOMER, "p", "microsoft", "9188040d-6c67-4c5b-b112-36a304b66dad")
    simulator.state.keep_account(personal)
    key = next(iter(simulator.state.sign_ins))
    simulator.state.sign_ins[key] = f"microsoft:{CUSTOMER}"
    browser.open(app.begin()["auth_uri"])
    assert browser.page.alert.startswith("AADSTS50020:")
    assert "live.com" in browser.page.alert
