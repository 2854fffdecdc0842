"""Stretches of the way that many tests go."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable

from playwright.async_api import FrameLocator, Locator, expect

from shared.web.catalogues import translations
from tests.browser.office import PASSWORD, Invited, Office
from tests.browser.visitor import CODE, Visitor

# Whole ways are walked in a language of each direction and script, and in one of long words; what
# the pages and e-mails say in all others, tests/gallery looks at.
SPOKEN = ("ar", "en", "hu", "ko", "th")
COMPANY_PAGE = "Your company"
WELCOME = re.compile(r"Welcome to My rConnect \(Stag\)")
CODE_MAIL = "Verify your email address"
PHONE = "032 344 11 11"
_GREY, _ORANGE = "grey", "orange"


async def to_company_page(
    visitor: Visitor, office: Office, *, language: str = "en", **changes: object
) -> Invited:
    """Bring somebody with an account from the link to the company page, looking at nothing."""
    invited = await office.invite_known(language=language, **changes)
    await sign_in(visitor, invited.link)
    await visitor.see(translations(language).gettext(COMPANY_PAGE))
    return invited


async def sign_in(visitor: Visitor, link: str) -> None:
    """Follow the link and agree to everything."""
    await visitor.page.goto(link)
    await enter_password(visitor)
    await visitor.page.get_by_role("button", name="Accept").click()


async def enter_password(visitor: Visitor, password: str = PASSWORD) -> None:
    """Type the password and press Sign in."""
    await visitor.see("Enter password")
    await visitor.page.get_by_label("Password").fill(password)
    await visitor.page.get_by_role("button", name="Sign in").click()


async def mailed_code(visitor: Visitor, address: str) -> str:
    """Read the code in a new tab of the same browser, as a person does."""
    tab = visitor.beside(await visitor.context.new_page())
    frame = await tab.open_mail(address, CODE_MAIL)
    found = CODE.search(await frame.locator("body").inner_text())
    assert found
    await tab.page.close()
    return found[0]


async def create_company(visitor: Visitor, *, shot: str = "") -> None:
    """Put the company right, create it, and be welcomed (J7, J8)."""
    await visitor.at(COMPANY_PAGE, shot=f"{shot}-company" if shot else "")
    await visitor.page.get_by_label("Phone").fill(PHONE)
    await visitor.press("Create company", WELCOME, shot=f"{shot}-welcome" if shot else "")


def action(visitor: Visitor) -> Locator:
    """Return the page's one grey or orange button (J7)."""
    return visitor.page.locator("button.action")


async def tone(button: Locator) -> str:
    """Return grey or orange, from what the browser paints behind the button's words."""
    colour = await button.evaluate("(button) => getComputedStyle(button).backgroundColor")
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    if max(red, green, blue) - min(red, green, blue) < 16:
        return _GREY
    return _ORANGE if red > 220 > green > 120 > blue else colour


async def expect_grey(visitor: Visitor) -> None:
    """The button is grey, and pressing it sends nothing."""
    button = action(visitor)
    assert await tone(button) == _GREY
    before, address = len(visitor.posts), visitor.page.url
    await button.click()
    await visitor.page.keyboard.press("Enter")
    # A form that is sent has left the page before two frames are painted.
    await expect(button).to_be_visible()
    assert visitor.posts[before:] == []
    assert visitor.page.url == address


async def expect_orange(visitor: Visitor) -> None:
    """The button is orange."""
    assert await tone(action(visitor)) == _ORANGE


async def read_mail(frame: FrameLocator) -> str:
    """Return the words of an e-mail, with single spaces."""
    return " ".join((await frame.locator("body").inner_text()).split())


async def together[T](walk: Callable[[T], Awaitable[None]], them: Iterable[T]) -> None:
    """Walk for each of them, three at a time: the one works while the others wait for a page."""
    turns = asyncio.Semaphore(3)

    async def one(which: T) -> None:
        async with turns:
            await walk(which)

    async with asyncio.TaskGroup() as group:
        for which in them:
            group.create_task(one(which))
