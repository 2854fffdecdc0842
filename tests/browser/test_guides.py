"""The guides, the way of an administrator, and every page on which a sign-in can end (J5, R9)."""

from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from playwright.async_api import expect

from dev.simulator import defaults
from shared.web.catalogues import translations
from tests.browser.office import PASSWORD, Office
from tests.browser.test_languages import PRODUCT
from tests.browser.visitor import NewVisitor, Visitor
from tests.browser.walking import COMPANY_PAGE, SPOKEN, enter_password, together

pytestmark = pytest.mark.browser
SUBJECT = "Mohamed-Nour, Tamer invited you to access applications within their organization."
TENANT = f"tenant={defaults.ENTRA_CUSTOMER_DOMAIN}"
PAGES = {
    "Guide?": "How to sign in to %(product)s",
    f"Guide?for=administrator&{TENANT}": "%(product)s: guide for administrators",
    "Consent?admin_consent=True": "The application is approved",
    "Consent?admin_consent=True&error=x&error_description=AADSTS65004": (
        "The application was not approved"
    ),
}
REFUSALS = {
    "AADSTS65004": "You did not agree yet",
    "AADSTS90094": "Your company's administrator must agree first",
    "AADSTS65005": "Your company's directory has no administrator",
    "AADSTS50020": "This account was not invited",
    "AADSTS90071": "An administrator must change a sign-in rule",
    "AADSTS53003": "A sign-in rule does not let you in",
    "AADSTS70011": "The sign-in is not set up correctly",
    "AADSTS99999": "The sign-in did not work",
}


async def test_in_other_languages(new_visitor: NewVisitor, office: Office) -> None:
    async def look(language: str) -> None:
        visitor, say = await new_visitor(locale=language), translations(language).gettext
        for number, (path, heading) in enumerate(PAGES.items()):
            state = f"&state={language}" if path.startswith("Consent") else f"&lang={language}"
            expected = say(heading).replace("%(product)s", PRODUCT)
            url = f"{office.app_url}/api/{path}{state}"
            await visitor.goto(url, expected, shot=f"guide-{number}-{language}")
            await expect(visitor.page.locator("html")).to_have_attribute("lang", language)

    await together(look, SPOKEN)


async def test_every_refusal_in_other_languages(new_visitor: NewVisitor, office: Office) -> None:
    async def look(language: str) -> None:
        visitor, say = await new_visitor(locale=language), translations(language).gettext
        invited = await office.invite(language=language)
        # The gallery looks at each of them in each language: here, each comes in two.
        first = SPOKEN.index(language)
        for number, (code, heading) in enumerate(REFUSALS.items()):
            if (number - first) % len(SPOKEN) > 1:
                continue
            back = await _refused(visitor, office, invited.link, code)
            await visitor.goto(back, say(heading), shot=f"refused-{code}-{language}")
            await expect(visitor.page.get_by_role("main")).to_contain_text(code)

    await together(look, SPOKEN)


async def test_the_way_back_to_the_invitation(visitor: Visitor, office: Office) -> None:
    invited = await office.invite_known()
    back = await _refused(visitor, office, invited.link, "AADSTS65004")
    await visitor.goto(back, REFUSALS["AADSTS65004"])
    await visitor.page.get_by_role("link", name="Back to your invitation").click()
    await enter_password(visitor)
    await visitor.press("Accept", COMPANY_PAGE)


async def test_from_the_mail_to_the_administrators_consent(
    visitor: Visitor, office: Office
) -> None:
    invited = await office.invite_known()
    administrator = f"it-{invited.email}"
    account = {
        "address": administrator,
        "password": PASSWORD,
        "provider": "entra",
        "home_tenant": defaults.ENTRA_CUSTOMER_TENANT_ID,
        "display_name": "IT",
        "administrator": True,
    }
    await office.control("POST", "seed", {"accounts": [account]})
    mail = await visitor.open_mail(invited.email, SUBJECT, shot="mail-entra")
    await expect(mail.get_by_role("heading", name="What to expect")).to_be_visible()
    guide = await mail.get_by_role("link", name="step by step").get_attribute("href")
    assert guide is not None
    await visitor.goto(guide, f"How to sign in to {PRODUCT}", shot="guide-entra")
    await visitor.follow("Guide for administrators", f"{PRODUCT}: guide for administrators")
    consent = visitor.page.get_by_role("link", name="Approve for")
    url = urlsplit(await consent.get_attribute("href") or "")
    assert url.path == f"/{defaults.ENTRA_CUSTOMER_DOMAIN}/v2.0/adminconsent"
    async with visitor.page.expect_navigation():
        await consent.click()
    await visitor.page.get_by_label("Email").fill(administrator)
    await visitor.press("Next", "Enter password")
    await enter_password(visitor)
    await visitor.see("Permissions requested: review for your organization")
    await visitor.press("Accept", "The application is approved")


async def test_the_mail_to_an_address_without_a_directory(visitor: Visitor, office: Office) -> None:
    invited = await office.invite()
    mail = await visitor.open_mail(invited.email, SUBJECT, shot="mail-account")
    guide = await mail.get_by_role("link", name="step by step").get_attribute("href")
    assert guide is not None
    await visitor.goto(guide, f"How to sign in to {PRODUCT}", shot="guide-account")
    await expect(
        visitor.page.get_by_role("heading", name="With a Microsoft account")
    ).to_be_visible()


async def _refused(visitor: Visitor, office: Office, link: str, code: str) -> str:
    """Begin a sign-in; return the address by which Microsoft would lead back from a refusal."""
    start = f"{office.app_url}/api/RedeemInvitation?{link.partition('?')[2]}"
    async with visitor.page.expect_request(lambda asked: "/authorize?" in asked.url) as asked:
        await visitor.page.goto(start)
    state = parse_qs(urlsplit((await asked.value).url).query)["state"][0]
    answer = {"error": "access_denied", "error_description": f"{code}: words", "state": state}
    return f"{office.app_url}/api/RedeemInvitation?{urlencode(answer, quote_via=quote)}"
