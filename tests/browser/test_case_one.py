"""Case 1 of the guide (J5): the customer's company uses Entra ID."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.office import Office
from tests.browser.visitor import NewVisitor, Visitor
from tests.browser.walking import (
    COMPANY_PAGE,
    PHONE,
    enter_password,
    expect_grey,
    expect_orange,
    together,
)

pytestmark = pytest.mark.browser
SUBJECT = "Mohamed-Nour, Tamer invited you to access applications within their organization."


async def test_known_account_with_and_without_scripts(
    new_visitor: NewVisitor, office: Office
) -> None:
    async def walk(scripts: bool) -> None:
        await _known_account(await new_visitor(java_script_enabled=scripts), office)

    await together(walk, (True, False))


async def _known_account(visitor: Visitor, office: Office) -> None:
    invited = await office.invite_known()
    mail = await visitor.open_mail(invited.email, SUBJECT)
    await mail.get_by_role("link", name="Get started now").click()
    await visitor.at("Enter password")
    await enter_password(visitor)
    await visitor.at("Review permissions")
    await visitor.press("Accept", COMPANY_PAGE)
    await expect_grey(visitor)
    await visitor.page.get_by_label("Phone").fill(PHONE)
    await expect_orange(visitor)
    await visitor.press("Create company", "Welcome to My rConnect (Stag), Anna Keller")

    await visitor.goto(invited.link, "Welcome to My rConnect (Stag), Anna Keller")
    assert visitor.page.url.startswith(f"{office.app_url}/api/Welcome")


async def test_link_leads_back_to_the_company_page(new_visitor: NewVisitor, office: Office) -> None:
    visitor = await new_visitor()
    invited = await office.invite_known()
    await visitor.page.goto(invited.link)
    await enter_password(visitor)
    await visitor.press("Accept", COMPANY_PAGE)
    await visitor.page.get_by_label("Phone").fill(PHONE)

    # Still signed in: no password, no second consent, and nothing is kept that was not sent.
    await visitor.goto(invited.link, COMPANY_PAGE)
    await expect(visitor.page.get_by_label("Phone")).to_have_value("032 34")

    elsewhere = await new_visitor()
    await elsewhere.goto(invited.link, "Enter password")
    await enter_password(elsewhere)
    await elsewhere.at(COMPANY_PAGE)


async def test_other_language_of_the_browser_changes_nothing(
    new_visitor: NewVisitor, office: Office
) -> None:
    visitor = await new_visitor(locale="fr")
    invited = await office.invite_known()
    await visitor.page.goto(invited.link)
    await enter_password(visitor)
    await visitor.press("Accept", re.compile("^Your company$"))
