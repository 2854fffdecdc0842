"""Who is refused at Microsoft or on the way back, by the policies that refuse them there.

Each refusal ends on a page that says what to do, nothing is accepted, and once its reason is gone
the same link works. What no policy of the simulator brings about is in test_guides.py.
"""

import re
import uuid
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.office import PASSWORD, Invited, Office
from tests.browser.visitor import NewVisitor, Visitor
from tests.browser.walking import COMPANY_PAGE, enter_password

pytestmark = pytest.mark.browser
OPEN = {"queued", "sent"}


async def customer(office: Office, **source: Any) -> tuple[Invited, str]:
    """Invite somebody of a new Entra tenant with these policies; return the domain as well."""
    tag = uuid.uuid4().hex[:8]
    domain, tenant = f"t{tag}.kunde.example", str(uuid.uuid4())
    address = f"anna.{tag}@{domain}"
    people = [
        {
            "address": who,
            "password": PASSWORD,
            "provider": "entra",
            "home_tenant": tenant,
            "administrator": who != address,
        }
        for who in (address, f"it@{domain}")
    ]
    policies = {"kind": "entra", "tenant_id": tenant, "tenant_name": "Kunde AG"} | source
    await office.control("POST", "seed", {"sources": {domain: policies}, "accounts": people})
    return await office.invite(guest={"email": address, "name": "Anna Keller"}), domain


async def lift(office: Office, domain: str) -> None:
    """Take the policies of the domain's tenant away."""
    source = (await office.state())["sources"][domain]
    free = {"admin_consent": False, "conditional_access": False, "inbound_mfa": False}
    await office.control("POST", "seed", {"sources": {domain: source | free}})


async def still_open(office: Office, invited: Invited) -> None:
    assert (await office.shown(invited))["state"] in OPEN


async def test_an_administrator_must_agree_first(new_visitor: NewVisitor, office: Office) -> None:
    """R9, J5: from the refusal over the guide to the administrator, and back to the invitation."""
    invited, domain = await customer(office, admin_consent=True)
    guest = await new_visitor()
    await guest.page.goto(invited.link)
    await enter_password(guest)
    await guest.press("Accept", "Need admin approval", shot="refused-approval")
    await guest.press(
        "Return to the application without granting consent",
        "You did not agree yet",
        shot="refused-not-agreed",
    )
    await still_open(office, invited)
    guide = await guest.page.get_by_role("link", name="Guide for administrators").get_attribute(
        "href"
    )
    administrator = await new_visitor()
    await administrator.page.goto(guide or "")
    await administrator.check("refused-administrators-guide")
    async with administrator.page.expect_navigation():
        await administrator.page.get_by_role("link", name="Approve for").click()
    await administrator.page.get_by_label("Email").fill(f"it@{domain}")
    await administrator.press("Next", "Enter password")
    await enter_password(administrator)
    await administrator.press("Accept", "The application is approved", shot="approved")
    await guest.goto(invited.link, COMPANY_PAGE)


@pytest.mark.parametrize(
    ("policy", "code", "heading"),
    [
        ("conditional_access", "AADSTS53003", "You cannot access this right now"),
        ("inbound_mfa", "AADSTS90071", "Sorry, but we're having trouble signing you in"),
    ],
)
async def test_a_rule_of_the_own_tenant(
    visitor: Visitor, office: Office, policy: str, code: str, heading: str
) -> None:
    """Microsoft refuses on a page of its own, whose code the guide explains."""
    invited, domain = await customer(office, **{policy: True})
    await visitor.page.goto(invited.link)
    await enter_password(visitor)
    await visitor.at(heading, shot=f"refused-{policy}")
    await expect(visitor.page.get_by_role("alert")).to_contain_text(code)
    await still_open(office, invited)
    await lift(office, domain)
    await visitor.goto(invited.link, "Review permissions")
    await visitor.press("Accept", COMPANY_PAGE)


async def test_a_domain_that_was_denied_since(visitor: Visitor, office: Office) -> None:
    invited, domain = await customer(office)
    async with office.policy(deny_domains=[domain]):
        await visitor.page.goto(invited.link)
        await enter_password(visitor)
        await visitor.check("refused-domain")
        await expect(visitor.page.get_by_role("alert")).to_contain_text(domain)
        await still_open(office, invited)
    await visitor.goto(invited.link, "Review permissions")
    await visitor.press("Accept", COMPANY_PAGE)


@pytest.mark.parametrize("off", [3600, -3600 * 2])
async def test_clocks_that_do_not_agree(visitor: Visitor, office: Office, off: float) -> None:
    """Microsoft's answer is of another time: in the future, or long expired."""
    invited, _ = await customer(office)
    await visitor.page.goto(invited.link)
    await enter_password(visitor)
    await office.control("POST", "seed", {"clock_skew": off})
    try:
        await visitor.press("Accept", "The clocks do not agree", shot=f"refused-clock-{off}")
    finally:
        await office.control("POST", "seed", {"clock_skew": 0})
    await still_open(office, invited)
    await visitor.follow("Back to your invitation", COMPANY_PAGE)


async def test_an_answer_in_another_browser(new_visitor: NewVisitor, office: Office) -> None:
    """The address with the code was passed on, or stolen: it opens nothing elsewhere."""
    invited, _ = await customer(office)
    guest, other = await new_visitor(), await new_visitor()
    await guest.page.goto(invited.link)
    await enter_password(guest)
    async with guest.page.expect_request(lambda asked: "code=" in asked.url) as asked:
        await guest.page.get_by_role("button", name="Accept").click()
    answer = (await asked.value).url
    await guest.see(COMPANY_PAGE)
    await other.goto(answer, "The sign-in took too long", shot="refused-other-browser")
    # The same answer once more, in its own browser: as the Back button brings it.
    await guest.goto(answer, COMPANY_PAGE)
    await guest.goto(invited.link, COMPANY_PAGE)


async def test_a_browser_without_cookies(visitor: Visitor, office: Office) -> None:
    """The way back finds no sign-in that it belongs to."""
    invited, _ = await customer(office)
    await visitor.page.goto(invited.link.replace("InviteUser", "RedeemInvitation"))
    await visitor.see("Enter password")
    await visitor.context.clear_cookies(name=re.compile("flow"))
    await enter_password(visitor)
    await visitor.press("Accept", "The sign-in took too long", shot="refused-no-cookies")
    await expect(visitor.page.get_by_role("main")).to_contain_text("keep cookies for this site")
    await still_open(office, invited)
    await visitor.goto(invited.link, COMPANY_PAGE)


async def test_a_guest_who_was_deleted(visitor: Visitor, office: Office) -> None:
    """The link says so once the app knows, and one press makes it work again."""
    invited, _ = await customer(office)
    await office.delete_guest(invited)
    await visitor.page.goto(invited.link)
    await visitor.check("refused-dead-link")  # Microsoft's own page: the app does not know yet
    await office.look_after_guests(invited)
    await visitor.goto(
        invited.link, "Your invitation needs to be renewed", shot="refused-deleted-guest"
    )
    await visitor.press("Renew and go on", "Enter password")
    await enter_password(visitor)
    await visitor.press("Accept", COMPANY_PAGE)
