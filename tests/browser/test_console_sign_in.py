"""The console's sign-in in a browser: its policy lets people in and out, and axe finds nothing."""

import pytest
from playwright.async_api import expect

from dev.simulator import defaults
from dev.stack import Stack
from tests.browser.visitor import NewVisitor, Visitor

pytestmark = pytest.mark.browser


async def sign_in(visitor: Visitor, address: str, heading: str) -> None:
    await visitor.page.get_by_label("Email").fill(address)
    await visitor.press("Next", "Enter password")
    await visitor.page.get_by_label("Password").fill(defaults.MEMBER_PASSWORD)
    await visitor.press("Sign in", heading)


@pytest.mark.parametrize("scripts", [True, False])
async def test_in_and_out(new_visitor: NewVisitor, stack: Stack, *, scripts: bool) -> None:
    visitor = await new_visitor(java_script_enabled=scripts)
    await visitor.goto(stack.console_url, "Sign in")
    await sign_in(visitor, defaults.INVITER, "Invitations")
    await visitor.page.get_by_role("button", name="Sign out").click()
    await visitor.page.wait_for_url("**/ManageInvitations/SignedIn")
    await visitor.at("You are signed out")
    await visitor.follow("Sign in", "Sign in")
    await expect(visitor.page.get_by_label("Email")).to_be_visible()


async def test_without_the_role_the_page_says_whom_to_ask(
    new_visitor: NewVisitor, stack: Stack
) -> None:
    visitor = await new_visitor()
    await visitor.goto(stack.console_url, "Sign in")
    await visitor.page.get_by_label("Email").fill(defaults.NO_INVITER)
    await visitor.press("Next", "Enter password")
    await visitor.page.get_by_label("Password").fill(defaults.MEMBER_PASSWORD)
    async with visitor.page.expect_navigation():
        await visitor.page.get_by_role("button", name="Sign in").click()
    await visitor.at("You may not invite yet")
    await visitor.follow("Sign in with another account", "Pick an account")
