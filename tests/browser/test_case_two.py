"""Case 2 of the guide (J6): no Entra ID, so the customer makes a Microsoft account on the way."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.office import PASSWORD, Office
from tests.browser.test_case_one import SUBJECT
from tests.browser.visitor import NewVisitor, Visitor
from tests.browser.walking import (
    COMPANY_PAGE,
    PHONE,
    action,
    expect_grey,
    expect_orange,
    mailed_code,
    read_mail,
    together,
)

pytestmark = pytest.mark.browser
# J2, word for word; the sender's company is another one in each test.
WORDING = (
    "Hi, Willy URS!",
    "Mohamed-Nour, Tamer from {organisation} has invited you to use My rConnect (Stag) to "
    "collaborate with them. My rConnect (Stag) is a platform which helps you to boost your "
    "service processes and assets to the next level.",
    "Use the button below to set up your account and get started:",
    "Get started now",
    "Feel free to contact our customer success team anytime. (We're lightning quick at replying.)",
    "Welcome aboard.",
    "The My rConnect (Stag) Team",
    "P.S. Need help getting started? Check out our product documentation.",
    "If you're having trouble with the button above, copy and paste the URL below into your "
    "web browser",
)
REGISTERED = {
    "Company name": "URS Mechanik AG",
    "Country or region": "CH",
    "Street and number": "Industriestrasse 12",
    "Postal code": "2504",
    "City": "Biel",
    "VAT or tax number": "CHE-100.155.212 MWST",
    "Phone": "032 34",
    "Website": "https://urs-mechanik.example",
    "Contact person": "Willy URS",
    "Contact e-mail address": "willy.urs@urs-mechanik.example",
}


async def test_new_account_with_and_without_scripts(
    new_visitor: NewVisitor, office: Office
) -> None:
    async def walk(scripts: bool) -> None:
        await _new_account(await new_visitor(java_script_enabled=scripts), office)

    await together(walk, (True, False))


async def _new_account(visitor: Visitor, office: Office) -> None:
    invited = await office.invite()
    mail = await visitor.open_mail(invited.email, SUBJECT)
    words = await read_mail(mail)
    for sentence in WORDING:
        assert sentence.format(organisation=invited.body["organisation"]) in words
    assert invited.link in words

    await mail.get_by_role("link", name="Get started now").click()
    await visitor.at("Create account")
    await visitor.page.get_by_label("Password").fill(PASSWORD)
    await visitor.press("Create account", "Verify your email")
    await visitor.page.get_by_label("Code").fill(await mailed_code(visitor, invited.email))
    await visitor.press("Verify", "Let this app access your info?")
    await _read_documents(visitor)
    await visitor.press("Yes", COMPANY_PAGE)

    await _see_what_sales_registered(visitor)
    await expect_grey(visitor)
    await visitor.page.get_by_label("Phone").fill("032 344 11")
    # The browser cannot tell; the server will.
    await visitor.press("Create company", COMPANY_PAGE)
    await expect_grey(visitor)
    await visitor.page.get_by_label("Phone").fill(PHONE)
    await expect_orange(visitor)
    await expect(action(visitor)).to_have_text("Create company")
    await visitor.press("Create company", "Welcome to My rConnect (Stag), Willy URS")
    await _see_links(visitor)
    await _see_in_directory(visitor, invited.email)


async def _read_documents(visitor: Visitor) -> None:
    """The terms and the privacy statement can be read before pressing Yes."""
    for document in ("Terms of use", "Privacy statement"):
        async with visitor.context.expect_page() as opened:
            await visitor.page.get_by_role("link", name=document).click()
        tab = visitor.beside(await opened.value)
        await tab.at(document)
        await tab.page.close()


async def _see_what_sales_registered(visitor: Visitor) -> None:
    for label, value in REGISTERED.items():
        await expect(visitor.page.get_by_label(label)).to_have_value(value)


async def _see_links(visitor: Visitor) -> None:
    """J8: where to go from the welcome."""
    links = {
        "Open My rConnect (Stag)": "https://rconnect.example",
        "Where to start": "https://rconnect.example/start",
        "Register your equipment": "https://rconnect.example/equipment",
        "Invite your colleagues": "https://rconnect.example/colleagues",
        "Contact our customer success team": "https://rconnect.example/support",
    }
    for name, target in links.items():
        link = visitor.page.get_by_role("link", name=name, exact=True)
        await expect(link).to_have_attribute("href", target)


async def _see_in_directory(visitor: Visitor, email: str) -> None:
    """The group and the role are given by a queue, so a moment later."""
    await visitor.page.goto(f"{visitor.simulator_url}/directory")
    guest = visitor.page.get_by_role("article").filter(has_text=email)
    done = guest.filter(has_text="Customer (My rConnect (Stag))").filter(
        has_text=re.compile("URS Mechanik AG")
    )
    await visitor.reload_until(done)
    await visitor.at("Directory of GFMS")
    for name, value in {
        "State": "Accepted",
        "Groups": "Customers",
        "Roles": "Customer (My rConnect (Stag))",
        "Company": "URS Mechanik AG",
    }.items():
        term = guest.locator("dt", has_text=re.compile(f"^{name}$"))
        await expect(term.locator("+ dd")).to_have_text(value)
