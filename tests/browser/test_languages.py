"""Languages of each script and direction: e-mail, company page, welcome, closed links.

All other languages are looked at page by page in tests/gallery.

The pictures under .dev/screenshots/ are for people: what is ugly, no rule finds.
"""

import pytest
from playwright.async_api import expect

from shared.domain.languages import direction
from shared.web.catalogues import translations
from shared.web.mail_filters import mail_filters
from tests.browser.office import Office
from tests.browser.test_links import CLOSED
from tests.browser.visitor import NewVisitor, Visitor
from tests.browser.walking import (
    COMPANY_PAGE,
    PHONE,
    SPOKEN,
    sign_in,
    to_company_page,
    together,
)

pytestmark = pytest.mark.browser
PRODUCT = "My rConnect (Stag)"
# A Korean address as Koreans write it, and as it is written for people abroad.
LARGE_FIRST = ["countryArea", "city", "cityArea", "streetAddress", "postalCode"]
SMALL_FIRST = ["streetAddress", "cityArea", "city", "countryArea", "postalCode"]
INVITER = "Mohamed-Nour, Tamer"


async def test_journey(new_visitor: NewVisitor, office: Office) -> None:
    async def walk(language: str) -> None:
        visitor, say = await new_visitor(locale=language), translations(language).gettext
        invited = await office.invite_known(language=language)
        subject = say("%(inviter)s invited you to access applications within their organization.")
        inviter = mail_filters(language)["fenced"](INVITER)
        await visitor.open_mail(
            invited.email, subject % {"inviter": inviter}, shot=f"mail-{language}"
        )
        await sign_in(visitor, invited.link)
        await visitor.see(say(COMPANY_PAGE))
        await _in_language(visitor, language)
        await visitor.check(f"company-{language}")
        await visitor.page.get_by_label(say("Phone")).fill(PHONE)
        name = say("Welcome to %(product)s, %(name)s") % {"product": PRODUCT, "name": "Anna Keller"}
        await visitor.press(say("Create company"), name, shot=f"welcome-{language}")
        await _in_language(visitor, language)

    await together(walk, SPOKEN)


async def test_closed_links(new_visitor: NewVisitor, office: Office) -> None:
    async def look(language: str) -> None:
        visitor, say = await new_visitor(locale=language), translations(language).gettext
        for why, heading in CLOSED.items():
            link = await office.put(why, language)
            await visitor.goto(link, say(heading), shot=f"{why}-{language}")
            await _in_language(visitor, language)

    await together(look, SPOKEN)


async def test_without_an_invitation_the_browser_chooses(
    new_visitor: NewVisitor, office: Office
) -> None:
    async def look(language: str) -> None:
        visitor, say = await new_visitor(locale=language), translations(language).gettext
        base = f"{office.app_url}/api"
        for path, heading in {
            "InviteUser?invitationId=unknown": "This link leads to no invitation",
            "CreateCompany": "Please open your invitation again",
            "RedeemInvitation?code=some&state=some": "The sign-in took too long",
            "Welcome": "Welcome to %(product)s",
        }.items():
            expected = say(heading).replace("%(product)s", PRODUCT)
            shot = f"unknown-{language}" if "unknown" in path else ""
            await visitor.goto(f"{base}/{path}", expected, shot=shot)
            await _in_language(visitor, language)

    await together(look, SPOKEN)


async def test_server_faults(new_visitor: NewVisitor, office: Office) -> None:
    """Everything wrong at once: the longest form, with a sentence beside each field."""
    company = {
        "legalName": "URS Mechanik AG",
        "country": "KR",
        "phone": "1",
        "website": "not yet",
        "contactName": "Willy URS",
        "contactEmail": "nobody",
        "taxNumber": "12",
        "postalCode": "1",
    }

    async def look(language: str) -> None:
        visitor = await new_visitor(locale=language)
        await to_company_page(visitor, office, language=language, company=company)
        await visitor.check(f"company-faults-{language}")
        await expect(visitor.page.locator(".error:visible")).to_have_count(8)
        names = await visitor.page.locator("form [name]:not([type=hidden])").evaluate_all(
            "(fields) => fields.map((field) => field.name).filter((name) => name !== 'do')"
        )
        assert names[2:7] == (LARGE_FIRST if language == "ko" else SMALL_FIRST)

    # The longest words, and the language that writes an address from its large end.
    await together(look, ("hu", "ko"))


async def _in_language(visitor: Visitor, language: str) -> None:
    html = visitor.page.locator("html")
    await expect(html).to_have_attribute("lang", language)
    await expect(html).to_have_attribute("dir", direction(language))
