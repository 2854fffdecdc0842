"""Links that lead nowhere any more, or not yet; each page says what to do next."""

import pytest
from playwright.async_api import expect

from shared.domain.invitation import State
from tests.browser.office import Office
from tests.browser.visitor import Visitor
from tests.browser.walking import COMPANY_PAGE, PHONE, WELCOME, action, to_company_page

pytestmark = pytest.mark.browser
CLOSED = {
    "expired": "This invitation has expired",
    "preparing": "Your invitation is still being prepared",
    "revoked": "This invitation was withdrawn",
    "blocked": "Invitations to this address are blocked",
    "failed": "This invitation does not work",
}


async def test_closed_links(visitor: Visitor, office: Office) -> None:
    for why, heading in CLOSED.items():
        link = await office.put(why, "en")
        # The way around Microsoft's redemption is as closed.
        for url in (link, link.replace("InviteUser", "RedeemInvitation")):
            await visitor.page.goto(url)
            await visitor.see(heading)


async def test_unknown_and_malformed_look_the_same(visitor: Visitor, office: Office) -> None:
    pages = set()
    for wrong in ("7ecbaadb-3c74-4d57-90aa-7d0678fd81f6", "7ecbaadb", ""):
        url = f"{office.app_url}/api/InviteUser?invitationId={wrong}"
        answer = await visitor.page.goto(url)
        assert answer is not None
        assert answer.status == 404
        await visitor.at("This link leads to no invitation")
        pages.add(await visitor.page.content())
    assert len(pages) == 1


async def test_withdrawn_while_the_guest_looks_at_the_form(
    visitor: Visitor, office: Office
) -> None:
    invited = await to_company_page(visitor, office)
    await office.change(invited, State.REVOKED)
    await visitor.page.get_by_label("Phone").fill(PHONE)
    await action(visitor).click()
    await visitor.at("This invitation was withdrawn")


async def test_session_ended(visitor: Visitor, office: Office) -> None:
    await visitor.goto(f"{office.app_url}/api/CreateCompany", "Please open your invitation again")
    invited = await to_company_page(visitor, office)
    await visitor.context.clear_cookies(name="__Secure-session")
    await visitor.page.get_by_label("Phone").fill(PHONE)
    await action(visitor).click()
    await visitor.at("Please open your invitation again")
    await visitor.goto(invited.link, COMPANY_PAGE)


async def test_form_of_another_session(visitor: Visitor, office: Office) -> None:
    """A form that a foreign site made the browser send carries no token of ours."""
    await to_company_page(visitor, office)
    await visitor.page.locator("input[name=csrf]").evaluate("(field) => field.value = 'other'")
    await visitor.page.get_by_label("Phone").fill(PHONE)
    await action(visitor).click()
    await visitor.at("Please open your invitation again")


async def test_welcome_without_a_session(visitor: Visitor, office: Office) -> None:
    await visitor.goto(f"{office.app_url}/api/Welcome", "Welcome to My rConnect (Stag)")
    await expect(visitor.page.get_by_role("link", name="Where to start")).to_be_visible()


async def test_welcome_shows_no_name_before_the_end(visitor: Visitor, office: Office) -> None:
    await to_company_page(visitor, office)
    await visitor.goto(f"{office.app_url}/api/Welcome", WELCOME)
    await expect(visitor.page.get_by_role("heading", level=1)).not_to_contain_text("Anna")
