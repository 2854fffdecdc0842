"""Every e-mail by axe-core's rules, and every e-mail and page by what fits a narrow screen."""

import pytest
from playwright.async_api import Browser

from shared.domain.languages import direction, offered
from tests.browser.checking import NARROW, Laboratory, own_violations, resize
from tests.gallery.conftest import Gallery

pytestmark = pytest.mark.browser
LANGUAGES = offered()
# The tags are the same in all: all e-mails in one language of each direction and of another
# script, and the longest of them in each language.
WHOLE = {"en", "ko", *[tag for tag in LANGUAGES if direction(tag) == "rtl"][:1]}
LONGEST = "email invitation-entra"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_email_is_accessible(
    gallery: Gallery, browser: Browser, axe_source: str, language: str
) -> None:
    folder, exhibits = gallery
    page = await browser.new_page()
    laboratory = Laboratory(page, axe_source)
    emails = [one for one in exhibits if one.language.tag == language and one.text]
    checked = [one for one in emails if language in WHOLE or one.name == LONGEST]
    assert checked
    for one in checked:
        await page.goto((folder / one.path).as_uri())
        assert await laboratory.violations(page, "") == [], one.name
    await page.close()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_everything_fits_a_narrow_screen(
    gallery: Gallery, browser: Browser, language: str
) -> None:
    folder, exhibits = gallery
    page = await browser.new_page()
    await resize(page, NARROW)
    for one in exhibits:
        # The forms of the countries are alike: as wide in one as in another.
        if one.language.tag == language and not one.name.startswith("page company-"):
            await page.goto((folder / one.path).as_uri())
            assert await own_violations(page) == [], one.name
    await page.close()
