"""The company page: what the browser and the server check, countries, joining (J7)."""

import pytest
from playwright.async_api import expect

from dev.invitation import DOCUMENTED
from tests.browser.office import Office
from tests.browser.visitor import NewVisitor, Visitor
from tests.browser.walking import (
    COMPANY_PAGE,
    PHONE,
    WELCOME,
    action,
    enter_password,
    expect_grey,
    expect_orange,
    to_company_page,
)

pytestmark = pytest.mark.browser
RIGHT = DOCUMENTED["company"] | {"phone": PHONE}
# The fields of an address in each country, as the page calls them.
ADDRESSES = {
    "US": ["Street and number", "City", "State", "ZIP code"],
    "KR": [
        "Street and number",
        "District (optional)",
        "City",
        "Province or city (Do/Si)",
        "Postal code",
    ],
    "JP": ["Street and number", "Prefecture", "Postal code"],
}


async def test_country_brings_its_address_without_scripts(
    new_visitor: NewVisitor, office: Office
) -> None:
    visitor = await new_visitor(java_script_enabled=False)
    await to_company_page(visitor, office)
    field = visitor.page.get_by_label
    await field("Company name").fill("URS Mechanik & Söhne AG")
    await field("Website").fill("not yet")
    for country, labels in ADDRESSES.items():
        await field("Country or region").select_option(country)
        await visitor.press("Show this country's address form", COMPANY_PAGE)
        shown = [text for text in await _labels(visitor) if text in labels]
        assert shown == labels
        await expect(field("Company name")).to_have_value("URS Mechanik & Söhne AG")
        await expect(field("Street and number")).to_have_value("Industriestrasse 12")
        await expect(field("Website")).to_have_value("not yet")
        await expect_grey(visitor)


async def test_country_choices_are_the_countrys(visitor: Visitor, office: Office) -> None:
    company = RIGHT | {"country": "US", "taxNumber": "", "phone": "+41 32 344 11 11"}
    await to_company_page(visitor, office, company=company)
    await expect_grey(visitor)
    await visitor.check("company-america")
    await visitor.page.get_by_label("State").select_option("CA")
    await visitor.page.get_by_label("ZIP code").fill("2504")
    await expect_grey(visitor)
    await visitor.page.get_by_label("ZIP code").fill("95014")
    await visitor.page.get_by_label("City").fill("Cupertino")
    await expect_orange(visitor)
    await visitor.press("Create company", WELCOME)


async def test_server_says_what_the_browser_cannot_know(visitor: Visitor, office: Office) -> None:
    await to_company_page(visitor, office, company=RIGHT)
    await expect_orange(visitor)
    number = visitor.page.get_by_label("VAT or tax number")
    await number.fill("CHE-100.155.213")
    await expect_orange(visitor)
    await visitor.press("Create company", COMPANY_PAGE, shot="company-wrong")
    await expect_grey(visitor)
    beside = visitor.page.locator("#taxNumber-error")
    told = "This is not a valid VAT or tax number of the chosen country."
    await expect(beside).to_be_visible()
    await expect(number).to_have_accessible_description(told)
    summary = visitor.page.get_by_role("status")
    await expect(summary).to_contain_text("These fields still need your attention:")
    await summary.get_by_role("link", name="VAT or tax number").click()
    assert visitor.page.url.endswith("#taxNumber")
    await expect(visitor.page.locator(":target")).to_have_attribute("name", "taxNumber")

    await number.fill(RIGHT["taxNumber"])
    await expect(summary).to_be_hidden()
    await expect(beside).to_be_hidden()
    await expect_orange(visitor)
    await visitor.press("Create company", WELCOME)


async def test_required_fields_keep_the_button_grey(visitor: Visitor, office: Office) -> None:
    await to_company_page(visitor, office, company=RIGHT)
    for label in ("Company name", "Street and number", "Contact person"):
        field = visitor.page.get_by_label(label)
        before = await field.input_value()
        for blank in ("", "   "):
            await field.fill(blank)
            await expect_grey(visitor)
        await field.fill(before)
        await expect_orange(visitor)


async def test_nothing_registered_at_all(visitor: Visitor, office: Office) -> None:
    await to_company_page(visitor, office, company={})
    await expect_grey(visitor)
    await visitor.check("company-empty")


async def test_markup_is_text(visitor: Visitor, office: Office) -> None:
    name = "<script>alert(1)</script><b>\"URS\" & 'Sons'</b>"
    await to_company_page(visitor, office, company=RIGHT | {"legalName": name})
    await expect(visitor.page.get_by_label("Company name")).to_have_value(name)
    await visitor.check()
    await visitor.press("Create company", WELCOME)


async def test_colleague_joins(new_visitor: NewVisitor, office: Office) -> None:
    first, second = await new_visitor(), await new_visitor()
    invited = await to_company_page(first, office, company=RIGHT)
    await first.press("Create company", WELCOME)

    organisation = invited.body["organisation"]
    colleague = await office.invite_known(organisation=organisation, company=RIGHT)
    await second.page.goto(colleague.link)
    await enter_password(second)
    await second.page.get_by_role("button", name="Accept").click()
    await second.at("Your company is here already", shot="join")
    main = second.page.get_by_role("main")
    await expect(main).to_contain_text("URS Mechanik AG")
    await expect(main).to_contain_text("Industriestrasse 12, 2504 Biel, Switzerland")
    await second.press("Join company", WELCOME)


async def test_company_exists_already(new_visitor: NewVisitor, office: Office) -> None:
    first, second = await new_visitor(), await new_visitor()
    invited = await to_company_page(first, office, company=RIGHT)
    # Sales registered another company for the second guest, who types the first one's number.
    other = RIGHT | {"legalName": "Another AG", "taxNumber": ""}
    await to_company_page(second, office, company=other, organisation=invited.body["organisation"])
    await first.press("Create company", WELCOME)
    await second.page.get_by_label("VAT or tax number").fill(RIGHT["taxNumber"])
    await second.press("Create company", COMPANY_PAGE, shot="company-exists")
    alert = second.page.get_by_role("alert")
    await expect(alert).to_contain_text("exists already")
    await expect(alert).to_contain_text("Mohamed-Nour, Tamer")
    await second.page.get_by_label("VAT or tax number").fill("")
    await second.press("Create company", WELCOME)


async def test_second_press_makes_no_second_company(visitor: Visitor, office: Office) -> None:
    await to_company_page(visitor, office, company=RIGHT)
    await action(visitor).dblclick()
    await visitor.at(WELCOME)
    await visitor.page.goto(f"{office.app_url}/api/CreateCompany")
    await visitor.see(WELCOME)


async def _labels(visitor: Visitor) -> list[str]:
    return [
        " ".join(text.split()) for text in await visitor.page.locator("label").all_inner_texts()
    ]
