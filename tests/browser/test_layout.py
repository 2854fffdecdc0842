"""Keyboard, magnification, and the other direction of writing."""

import pytest
from playwright.async_api import expect

from tests.browser.checking import NARROW, WIDE, own_violations, picture, resize
from tests.browser.office import PASSWORD, Office
from tests.browser.visitor import NewVisitor, Visitor
from tests.browser.walking import COMPANY_PAGE, WELCOME, to_company_page

pytestmark = pytest.mark.browser
# The stops of the Tab key on the documented company page, in order.
STOPS = [
    "summary Language English",
    "link Phone",
    *("legalName", "country", "button Show this country's address form"),
    *("streetAddress", "postalCode", "city"),
    *("taxNumber", "phone", "website", "contactName", "contactEmail"),
    "button Create company",
    "link Contact our customer success team",
    *("link Product documentation", "link Privacy statement", "link Terms of use"),
]
_STOP = r"""() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  return {
    name: at.id ||
      `${at.tagName === "A" ? "link" : at.localName} ${at.textContent.trim().replace(/\s+/g, " ")}`,
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    inside: box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth,
  };
}"""
# Where words, fields and buttons begin within what they stand in: how far from its left edge,
# or in Arabic from its right one.
_STARTS = """(right) => {
  const start = (box, around) =>
    Math.round(right ? around.right - box.right : box.left - around.left);
  const edges = (element) => element.getBoundingClientRect();
  const words = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const shown = (selector) => [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility());
  return [
    ...shown("h1, label, main form > p, .example, .error, header")
      .map((element) => start(words(element), edges(element.parentElement))),
    ...shown("input:not([type=hidden]), select, .action")
      .concat(shown(".summary p, .summary li, .grid > div, .with-button"))
      .map((element) => start(edges(element), edges(element.parentElement))),
  ];
}"""


async def test_tab_reaches_everything(visitor: Visitor, office: Office) -> None:
    await to_company_page(visitor, office)
    found = []
    for _ in STOPS:
        await visitor.page.keyboard.press("Tab")
        stop = await visitor.page.evaluate(_STOP)
        found.append(stop["name"])
        assert stop["outline"] >= 2, f"no focus to be seen on {stop['name']}"
        assert stop["inside"], f"{stop['name']} has the focus outside the window"
    assert found == STOPS


async def test_whole_way_by_keyboard(visitor: Visitor, office: Office) -> None:
    invited = await office.invite_known()
    keys = visitor.page.keyboard
    await visitor.page.goto(invited.link)
    await visitor.see("Enter password")
    await _tab_to(visitor, "Password")
    await keys.type(PASSWORD)
    await keys.press("Enter")
    await visitor.see("Review permissions")
    await _tab_to(visitor, "button Accept")
    await keys.press("Enter")
    await visitor.see(COMPANY_PAGE)
    await _tab_to(visitor, "link Phone")
    await keys.press("Enter")
    # The link in the summary brought the keyboard to the wrong field.
    await keys.press("Tab")
    assert (await visitor.page.evaluate(_STOP))["name"] == "website"
    await keys.press("Shift+Tab")
    await keys.press("ControlOrMeta+A")
    await keys.type("+41 32 344 11 11")
    # Enter in a field presses Create company, not the country's button before it.
    await keys.press("Enter")
    await visitor.see(WELCOME)


@pytest.mark.parametrize("width", [320, 640])
async def test_magnified(new_visitor: NewVisitor, office: Office, width: int) -> None:
    """WCAG 1.4.4 and 1.4.10: at 200 % and 400 % of 1280 nothing is lost or must be scrolled."""
    visitor = await new_visitor()
    await to_company_page(visitor, office)
    words = await visitor.page.locator("main").inner_text()
    controls = await visitor.page.locator("main :is(input, select, button):visible").count()
    await resize(visitor.page, width)
    assert await own_violations(visitor.page, width) == []
    assert (await visitor.page.locator("main").inner_text()).split() == words.split()
    shown = visitor.page.locator("main :is(input, select, button):visible")
    assert await shown.count() == controls
    for control in await shown.all():
        box = await control.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    await picture(visitor.page, f"company-{width}")


@pytest.mark.parametrize("width", [WIDE, NARROW])
async def test_right_to_left(new_visitor: NewVisitor, office: Office, width: int) -> None:
    """The same words turned round, so that both sides can be compared to the pixel."""
    visitor = await new_visitor()
    await to_company_page(visitor, office)
    await resize(visitor.page, width)
    left = await visitor.page.evaluate(_STARTS, False)
    await visitor.page.evaluate("() => document.documentElement.dir = 'rtl'")
    assert await visitor.page.evaluate(_STARTS, True) == left
    overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await visitor.page.evaluate(overflow) == 0
    bar = visitor.page.locator(".summary").first
    await expect(bar).to_have_css("border-right-width", "4px")
    await expect(bar).to_have_css("border-left-width", "0px")
    # Numbers and addresses stay left to right, but begin where everything begins.
    await expect(visitor.page.get_by_label("Phone")).to_have_css("direction", "ltr")
    await expect(visitor.page.get_by_label("Phone")).to_have_css("text-align", "end")
    await picture(visitor.page, f"company-rtl-{width}")
    await visitor.page.goto(f"{office.app_url}/api/Welcome")
    await visitor.page.evaluate("() => document.documentElement.dir = 'rtl'")
    assert await visitor.page.evaluate(overflow) == 0
    await picture(visitor.page, f"welcome-rtl-{width}")


async def _tab_to(visitor: Visitor, name: str) -> None:
    for _ in range(20):
        await visitor.page.keyboard.press("Tab")
        stop = await visitor.page.evaluate(_STOP)
        if stop["name"].casefold() == name.casefold():
            assert stop["outline"] >= 2
            return
    pytest.fail(f"The Tab key does not reach {name}")
