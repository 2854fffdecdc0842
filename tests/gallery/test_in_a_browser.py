"""Every e-mail by axe-core's rules, and every e-mail and page by what fits a narrow screen."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from dev.gallery.writing import Exhibit
from shared.domain.languages import direction, offered
from tests.browser.checking import NARROW, Laboratory, own_violations
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
    gallery: Gallery, browser: Browser, tmp_path: Path, language: str
) -> None:
    folder, exhibits = gallery
    # The forms of the countries are alike: as wide in one as in another.
    ours = [one for one in exhibits if one.language.tag == language and is_for_all(one)]
    # Side by side in one window: a visit of each would take ten times as long.
    frames = [
        f'<iframe width="{NARROW}" height="800" style="border: 0" '
        f'src="{(folder / one.path).as_uri()}"></iframe>'
        for one in ours
    ]
    sheet = tmp_path / "sheet.html"
    sheet.write_text("<!doctype html>" + "".join(frames), encoding="utf-8")
    page = await browser.new_page()
    await page.goto(sheet.as_uri())
    shown = {frame.url: frame for frame in page.frames}
    for one in ours:
        frame = shown[(folder / one.path).as_uri()]
        assert await own_violations(frame, NARROW) == [], one.name
    await page.close()


def is_for_all(one: Exhibit) -> bool:
    return not one.name.startswith("page company-")
