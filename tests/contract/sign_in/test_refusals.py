"""Who is refused after the password: by the home tenant, and by the inviting one."""

import pytest

from dev.simulator import defaults
from dev.simulator.state import Policy
from tests.contract.conftest import Simulator
from tests.contract.sign_in.application import Application, answer
from tests.contract.sign_in.people import CUSTOMER, NEWCOMER, PASSWORD, sign_up
from tests.contract.sign_in.walking import Browser

DOMAIN = defaults.ENTRA_CUSTOMER_DOMAIN


@pytest.mark.parametrize(
    ("switch", "value", "code", "heading"),
    [
        ("conditional_access", True, 53003, "You cannot access this right now"),
        ("inbound_mfa", True, 90071, "Sorry, but we're having trouble signing you in"),
    ],
)
def test_the_home_tenant_may_refuse_after_the_password(
    simulator: Simulator,
    app: Application,
    browser: Browser,
    switch: str,
    value: bool,
    code: int,
    heading: str,
) -> None:
    setattr(simulator.state.sources[DOMAIN], switch, value)
    guest_id, link = app.invite(CUSTOMER)
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    assert (browser.status, browser.page.heading) == (403, heading)
    assert browser.page.alert.startswith(f"AADSTS{code}:")
    assert simulator.state.guests[guest_id].external_user_state == "PendingAcceptance"
    browser.open(app.begin(prompt="none")["auth_uri"])
    returned = answer(browser.left_to)
    assert returned["error"] == "interaction_required"
    assert returned["error_description"].startswith(f"AADSTS{code}:")


def test_an_account_of_an_unmanaged_tenant_counts_no_more(
    simulator: Simulator, app: Application, browser: Browser
) -> None:
    simulator.state.sources[DOMAIN].managed = False
    browser.open(app.begin()["auth_uri"])
    browser.press("Next", Email=CUSTOMER)
    browser.press("Sign in", Password=PASSWORD)
    assert browser.page.alert.startswith("AADSTS65005:")
    _, link = app.invite(CUSTOMER)
    assert browser.open(link).heading == "Create account"


@pytest.mark.parametrize(
    "policy", [Policy(deny_domains=[DOMAIN]), Policy(allow_domains=["other.example"])]
)
def test_a_domain_that_was_blocked_since_may_not_redeem(
    simulator: Simulator, app: Application, browser: Browser, policy: Policy
) -> None:
    guest_id, link = app.invite(CUSTOMER)
    simulator.state.policy = policy
    browser.open(link)
    browser.press("Sign in", Password=PASSWORD)
    assert browser.status == 403
    assert DOMAIN in browser.page.alert
    assert simulator.state.guests[guest_id].external_user_state == "PendingAcceptance"


def test_a_domain_that_is_blocked_while_the_guest_reads_may_not_redeem(
    simulator: Simulator, app: Application, browser: Browser, guest: str
) -> None:
    other, link = app.invite(NEWCOMER)
    with Browser(simulator.url) as newcomer:
        newcomer.open(link)
        sign_up(simulator, newcomer)
        simulator.state.policy.deny_domains = [DOMAIN, NEWCOMER.partition("@")[2]]
        newcomer.press("Yes")
        assert newcomer.status == 403
    assert simulator.state.guests[other].external_user_state == "PendingAcceptance"
    browser.open(app.begin()["auth_uri"])  # who has redeemed is unaffected
    assert answer(browser.left_to)["code"]
