"""The page of the API's document: for developers, on any screen."""

import pytest

from dev.stack import Stack
from tests.browser.visitor import NewVisitor

pytestmark = pytest.mark.browser
_LINKED = "a[href^='#shape-']"
_SHAPES = "h3[id^='shape-']"


async def test_the_page_is_for_everybody(new_visitor: NewVisitor, stack: Stack) -> None:
    """`goto` holds it to axe, and to our own rules at 390 and 1280 px."""
    visitor = await new_visitor()
    await visitor.goto(f"{stack.app_url}/api/docs", "The API", shot="api")
    linked = await visitor.page.locator(_LINKED).evaluate_all(
        "(links) => links.map((link) => link.hash.slice(1))"
    )
    there = await visitor.page.locator(_SHAPES).evaluate_all(
        "(headings) => headings.map((heading) => heading.id)"
    )
    assert linked
    assert set(linked) <= set(there)


async def test_an_operation_is_reached_by_keyboard(new_visitor: NewVisitor, stack: Stack) -> None:
    visitor = await new_visitor()
    await visitor.goto(f"{stack.app_url}/api/docs", "The API")
    contents = visitor.page.get_by_role("navigation", name="Operations")
    await contents.get_by_role("link", name="Invite a guest", exact=True).focus()
    await visitor.page.keyboard.press("Enter")
    assert visitor.page.url.endswith("#InviteUser")
    section = visitor.page.get_by_role("region", name="Invite a guest", exact=True)
    assert await section.get_by_text("POST /api/entra/Invitations", exact=True).is_visible()
