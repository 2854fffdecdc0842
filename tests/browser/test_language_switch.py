"""The switch on each page, and whether the words of every language fit their buttons."""

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from dev.button_labels import labels
from shared.domain.languages import direction, languages, offered
from shared.web.catalogues import CONSOLE, console_language, translations
from shared.web.rendering import stylesheet
from tests.browser.checking import HEIGHT, NARROW, picture, resize
from tests.browser.office import Office
from tests.browser.visitor import NewVisitor, Visitor
from tests.browser.walking import COMPANY_PAGE, PHONE, SPOKEN, to_company_page

pytestmark = pytest.mark.browser
PRODUCT = "My rConnect (Stag)"
_MOST_LINES = 2
# A word that must be broken is one that does not fit.
_PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<style>{css} * {{ overflow-wrap: normal !important; }}</style><main>{buttons}</main></html>"""
# As wide as an e-mail's button may be on a narrow screen: the page less the paddings around it.
_MAIL = (
    "display:inline-block;padding:12px 28px;font-weight:600;max-width:302px;box-sizing:border-box"
)
_MEASURE = """(buttons) => buttons.map((button) => {
  const style = getComputedStyle(button);
  const padding = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
  const inner = button.clientHeight - padding;
  return {
    label: button.textContent,
    lines: Math.round(inner / parseFloat(style.lineHeight)),
    over: button.scrollWidth - button.clientWidth,
  };
})"""


async def overflowing(browser: Browser, language: str, texts: dict[str, str]) -> list[str]:
    """Return the labels that do not fit a narrow screen; `texts` says which are an e-mail's."""
    buttons = "".join(
        f'<p><a style="{_MAIL}">{text}</a></p>'
        if folder == "email"
        else f'<p><button class="action">{text}</button></p>'
        for text, folder in texts.items()
    )
    page = await browser.new_page(viewport={"width": NARROW, "height": HEIGHT})
    try:
        await page.set_content(
            _PAGE.format(
                language=language, direction=direction(language), css=stylesheet(), buttons=buttons
            )
        )
        found: list[dict[str, Any]] = await page.locator("main :is(a, button)").evaluate_all(
            _MEASURE
        )
    finally:
        await page.close()
    return [one["label"] for one in found if one["over"] > 0 or one["lines"] > _MOST_LINES]


@pytest.mark.parametrize("language", offered())
async def test_every_label_fits_its_button(browser: Browser, language: str) -> None:
    guests = translations(language).gettext
    console = translations(console_language(language), CONSOLE).gettext
    texts = {
        (console if folder == CONSOLE else guests)(label)
        % {
            "product": PRODUCT,
            "tenant": "urs-mechanik.example",
            "kind": "XLSX",
            "num": 10_000,
        }: folder
        for label, folder in labels().items()
    }
    assert await overflowing(browser, language, texts) == []


@pytest.mark.parametrize("folder", ["email", "pages"])
async def test_labels_that_do_not_fit_are_found(browser: Browser, folder: str) -> None:
    """A word of 45 letters, and four lines of short ones."""
    long = ["Donaudampfschifffahrtsgesellschaftskapitänsamt", "Go on " * 24]
    assert await overflowing(browser, "en", dict.fromkeys(long, folder)) == long
    assert await overflowing(browser, "en", {"Create company": folder}) == []


@pytest.mark.parametrize("scripts", [True, False])
async def test_every_language_is_one_press_away(
    new_visitor: NewVisitor, office: Office, scripts: bool
) -> None:
    visitor = await new_visitor(java_script_enabled=scripts)
    await visitor.goto(
        f"{office.app_url}/api/Guide?way=entra&lang=en", "How to sign in to " + PRODUCT
    )
    for one in languages():
        await _open(visitor)
        if one.tag in SPOKEN:
            await visitor.check(f"switch-{one.tag}" if scripts else "")
        async with visitor.page.expect_navigation():
            await visitor.page.get_by_role("link", name=one.name, exact=True).click()
        html = visitor.page.locator("html")
        await expect(html).to_have_attribute("lang", one.tag)
        await expect(html).to_have_attribute("dir", one.direction)
        assert "way=entra" in visitor.page.url


async def test_the_targets_are_large(visitor: Visitor, office: Office) -> None:
    await visitor.page.goto(f"{office.app_url}/api/Guide?lang=en")
    await resize(visitor.page, NARROW)
    await _open(visitor)
    for target in await visitor.page.locator(".languages :is(summary, a)").all():
        box = await target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44


@pytest.mark.parametrize("scripts", [True, False])
async def test_what_was_typed_comes_along(
    new_visitor: NewVisitor, office: Office, scripts: bool
) -> None:
    visitor = await new_visitor(java_script_enabled=scripts)
    await to_company_page(visitor, office)
    await visitor.page.get_by_label("Company name").fill('Typed & "kept" AG')
    await visitor.page.get_by_label("Phone").fill(PHONE)
    await _open(visitor)
    await visitor.check("switch-company" if scripts else "")
    say = translations("fr").gettext
    await visitor.press("Français", say(COMPANY_PAGE), shot="company-switched" if scripts else "")
    page = visitor.page
    await expect(page.get_by_label(say("Company name"))).to_have_value('Typed & "kept" AG')
    await expect(page.get_by_label(say("Phone"))).to_have_value(PHONE)
    # Enter still presses the form's own button.
    await page.get_by_label(say("Phone")).press("Enter")
    welcome = say("Welcome to %(product)s, %(name)s") % {"product": PRODUCT, "name": "Anna Keller"}
    await visitor.at(welcome)


async def test_the_switch_is_there_from_right_to_left(visitor: Visitor, office: Office) -> None:
    await visitor.page.goto(f"{office.app_url}/api/Guide?lang=en")
    await visitor.page.evaluate("() => document.documentElement.dir = 'rtl'")
    await _open(visitor)
    await visitor.check("switch-rtl")
    summary = await visitor.page.locator("summary").bounding_box()
    main = await visitor.page.get_by_role("main").bounding_box()
    assert summary is not None
    assert main is not None
    assert summary["x"] - main["x"] < 40
    await picture(visitor.page, "switch-rtl-open")


async def _open(visitor: Visitor) -> None:
    await visitor.page.locator("summary").click()
    await expect(visitor.page.locator(".languages ul")).to_be_visible()
