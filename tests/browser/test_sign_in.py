"""What can go wrong at Microsoft's sign-in, and what the guest reads then."""

import pytest
from playwright.async_api import expect

from tests.browser.office import PASSWORD, Office
from tests.browser.visitor import NewVisitor, Visitor
from tests.browser.walking import COMPANY_PAGE, enter_password, mailed_code

pytestmark = pytest.mark.browser


async def test_wrong_account(new_visitor: NewVisitor, office: Office) -> None:
    """The mail was passed on: a colleague with an account of their own follows the link."""
    guest, colleague = await office.invite_known(), await office.invite_known()
    owner = await new_visitor()
    await owner.page.goto(guest.link)
    await enter_password(owner)
    await owner.press("Accept", COMPANY_PAGE)

    visitor = await new_visitor()
    await visitor.goto(guest.link, "Enter password")
    await visitor.follow("Use another account", "Sign in")
    await visitor.page.get_by_label("Email").fill(colleague.email)
    await visitor.press("Next", "Enter password")
    await enter_password(visitor)
    await visitor.see("Review permissions")
    await visitor.press("Accept", "This invitation is for somebody else", shot="wrong-account")
    main = visitor.page.get_by_role("main")
    await expect(main).to_contain_text(f"signed in as {colleague.email}")
    await expect(main).to_contain_text(
        f"for {guest.email[0]}***{guest.email.partition('@')[0][-1]}@"
    )
    await expect(main).not_to_contain_text(guest.email)

    await visitor.follow("Sign out and try again", "Sign in")
    await visitor.page.get_by_label("Email").fill(guest.email)
    await visitor.press("Next", "Enter password")
    await enter_password(visitor)
    await visitor.at(COMPANY_PAGE)


async def test_wrong_password(visitor: Visitor, office: Office) -> None:
    invited = await office.invite_known()
    await visitor.page.goto(invited.link)
    await enter_password(visitor, "Not-it-at-all-1")
    await expect(visitor.page.get_by_role("alert")).to_have_text(
        "Your account or password is incorrect."
    )
    await visitor.check()
    await enter_password(visitor)
    await visitor.see("Review permissions")


async def test_wrong_code_and_another(visitor: Visitor, office: Office) -> None:
    invited = await office.invite()
    await visitor.page.goto(invited.link)
    await visitor.see("Create account")
    await visitor.page.get_by_label("Password").fill("short")
    await visitor.page.get_by_role("button", name="Create account").click()
    await expect(visitor.page.get_by_role("alert")).to_contain_text("at least 8 characters")
    await visitor.check()
    await visitor.page.get_by_label("Password").fill(PASSWORD)
    await visitor.page.get_by_role("button", name="Create account").click()
    await visitor.see("Verify your email")
    await visitor.page.get_by_label("Code").fill("not it")
    await visitor.page.get_by_role("button", name="Verify").click()
    await expect(visitor.page.get_by_role("alert")).to_contain_text("That code didn't work.")
    await visitor.check()
    await visitor.page.get_by_role("button", name="Send another code").click()
    await expect(visitor.page.get_by_role("status")).to_contain_text("We sent another code.")
    await visitor.check()
    await visitor.page.get_by_label("Code").fill(await mailed_code(visitor, invited.email))
    await visitor.page.get_by_role("button", name="Verify").click()
    await visitor.see("Let this app access your info?")


async def test_declined_at_the_invitation(visitor: Visitor, office: Office) -> None:
    invited = await office.invite_known()
    await visitor.page.goto(invited.link)
    await enter_password(visitor)
    await visitor.press("Cancel", "You declined the invitation")
    # Nothing is lost: the link asks again.
    await visitor.goto(invited.link, "Review permissions")
    await visitor.press("Accept", COMPANY_PAGE)


async def test_declined_at_the_application(visitor: Visitor, office: Office) -> None:
    invited = await office.invite_known()
    await visitor.page.goto(_sign_in(office, invited.link))
    await enter_password(visitor)
    await visitor.press("Cancel", "You did not agree yet")
    await visitor.goto(invited.link, "Review permissions")


async def test_turned_back_before_signing_in(visitor: Visitor, office: Office) -> None:
    invited = await office.invite_known()
    await visitor.page.goto(_sign_in(office, invited.link))
    await visitor.press("Cancel", "You did not agree yet")


async def test_answer_that_nobody_waits_for(visitor: Visitor, office: Office) -> None:
    answer = f"{office.app_url}/api/RedeemInvitation?code=some&state=some"
    await visitor.goto(answer, "The sign-in took too long")
    invited = await office.invite_known()
    await visitor.page.goto(_sign_in(office, invited.link))
    await visitor.see("Enter password")
    await visitor.goto(answer, "The sign-in did not work")


async def test_stranger_to_the_tenant(visitor: Visitor, office: Office) -> None:
    """Somebody with an account that nobody invited is refused by Microsoft itself."""
    invited = await office.invite_known()
    stranger = f"stranger-{invited.email}"
    await office.give_account(stranger, "Somebody Else")
    await visitor.page.goto(_sign_in(office, invited.link))
    await visitor.see("Enter password")
    await visitor.page.get_by_role("link", name="Use another account").click()
    await visitor.page.get_by_label("Email").fill(stranger)
    await visitor.page.get_by_role("button", name="Next").click()
    await enter_password(visitor)
    await visitor.at("Sorry, but we're having trouble signing you in")
    await visitor.press("Sign out", "Sign in")


async def test_microsoft_is_down(visitor: Visitor, office: Office) -> None:
    invited = await office.invite_known()
    await visitor.page.goto(invited.link)
    await enter_password(visitor)
    await visitor.see("Review permissions")
    fault = {"service": "login", "kind": "drop", "path": "/oauth2/v2.0/token", "times": 9}
    await office.control("POST", "faults", [fault])
    try:
        await visitor.press("Accept", "Please try again in a moment")
    finally:
        await office.control("DELETE", "faults")
    await visitor.goto(invited.link, COMPANY_PAGE)


def _sign_in(office: Office, link: str) -> str:
    """Return the sign-in that comes after Microsoft's redemption, without the redemption."""
    return f"{office.app_url}/api/RedeemInvitation?{link.partition('?')[2]}"
