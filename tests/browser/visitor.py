"""A person with a browser of their own, whose every page is checked."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    FrameLocator,
    Locator,
    Page,
    Route,
    expect,
)

from tests.browser.checking import Laboratory
from tests.host.polling import until_true

ELSEWHERE = re.compile(r"^(?!(https?://localhost[:/]|data:))")
CODE = re.compile(r"\b\d{6}\b")
# Chromium reports a page whose status is an error so; which status is right, tests say.
_ERROR_PAGE = re.compile(r"Failed to load resource: the server responded with a status of [45]\d\d")

type NewVisitor = Callable[..., Awaitable[Visitor]]


class Visitor:
    """Goes from page to page; `at` says where they should be now, and checks the page."""

    def __init__(self, page: Page, laboratory: Laboratory, simulator_url: str) -> None:
        self.page = page
        self.context: BrowserContext = page.context
        self.simulator_url = simulator_url
        self.posts: list[str] = []
        self.scripts = True
        self._laboratory = laboratory
        self._faults: list[str] = []

    def beside(self, page: Page) -> "Visitor":
        """Return the same person in another tab."""
        tab = Visitor(page, self._laboratory, self.simulator_url)
        tab.scripts, tab._faults = self.scripts, self._faults
        return tab

    async def begin(self) -> None:
        """Watch everything that the browser does."""
        # The browser asks for nothing outside this machine.
        await self.context.route(ELSEWHERE, self._refuse)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self._faults.append(str(error.error)))
        self.page.on(
            "request",
            lambda asked: self.posts.append(asked.url) if asked.method == "POST" else None,
        )

    async def forget(self) -> None:
        """Become somebody who was nowhere yet."""
        for tab in self.context.pages[1:]:
            await tab.close()
        await self.page.goto("about:blank")
        await self.context.clear_cookies()
        self._faults.clear()
        self.posts.clear()

    async def goto(self, url: str, heading: str | re.Pattern[str], *, shot: str = "") -> None:
        """Open an address; be where the heading says."""
        await self.page.goto(url)
        await self.at(heading, shot=shot)

    async def press(self, button: str, heading: str | re.Pattern[str], *, shot: str = "") -> None:
        """Press a button; be where the heading says."""
        async with self.page.expect_navigation():
            await self.page.get_by_role("button", name=button, exact=True).click()
        await self.at(heading, shot=shot)

    async def follow(self, link: str, heading: str | re.Pattern[str], *, shot: str = "") -> None:
        """Follow a link; be where the heading says."""
        async with self.page.expect_navigation():
            await self.page.get_by_role("link", name=link, exact=True).first.click()
        await self.at(heading, shot=shot)

    async def at(self, heading: str | re.Pattern[str], *, shot: str = "") -> None:
        """Wait for the page with that heading, and check it; `shot` names its pictures."""
        await self.see(heading)
        await self.check(shot)

    async def see(self, heading: str | re.Pattern[str]) -> None:
        """Wait for the page with that heading."""
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    async def check(self, shot: str = "") -> None:
        """Fail with everything that is wrong with the page, wide and narrow."""
        await self.page.wait_for_load_state()
        found = await self._laboratory.violations(self.page, shot, scripts=self.scripts)
        wrong = [*self._faults, *found]
        assert not wrong, f"{self.page.url}\n" + "\n".join(wrong)

    async def open_mail(self, address: str, subject: str, *, shot: str = "") -> FrameLocator:
        """Wait until the inbox lists the e-mail, open it, and return its frame."""
        inbox = f"{self.simulator_url}/inbox"

        async def listed() -> bool:
            return f"To {address}" in await (await self.context.request.get(inbox)).text()

        await until_true(listed, deadline=30)
        await self.page.goto(inbox)
        entry = self.page.get_by_role("listitem").filter(has_text=f"To {address}")
        link = entry.get_by_role("link", name=subject, exact=True).first
        await self.reload_until(link)
        await link.click()
        await self.at(subject)
        await self._check_mail(shot)
        return self.page.frame_locator("iframe")

    async def reload_until(self, wanted: Locator) -> None:
        """Reload the page until it shows what a queue brings about in a moment."""
        async with asyncio.timeout(30):
            while not await wanted.count():
                await self.page.wait_for_timeout(100)
                await self.page.reload()

    async def _check_mail(self, shot: str) -> None:
        source = await self.page.locator("iframe").get_attribute("src")
        wrong = await self._laboratory.mail_violations(f"{self.simulator_url}{source}", shot)
        assert not wrong, f"the e-mail {self.page.url}\n" + "\n".join(wrong)

    async def _refuse(self, route: Route) -> None:
        self._faults.append(f"asked for {route.request.url}")
        await route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _ERROR_PAGE.match(message.text):
            self._faults.append(f"console: {message.text}")


class Visitors:
    """Lends people to tests and takes them back; who comes again remembers nothing."""

    def __init__(self, make: NewVisitor) -> None:
        self._make = make
        self._idle: dict[str, list[Visitor]] = {}
        self._busy: list[tuple[str, Visitor]] = []

    async def come(self, **options: Any) -> Visitor:
        """Return somebody with a browser of these options, whom nobody else has."""
        kind = repr(sorted(options.items()))
        idle = self._idle.setdefault(kind, [])
        visitor = idle.pop() if idle else await self._make(**options)
        self._busy.append((kind, visitor))
        return visitor

    async def leave(self) -> None:
        """Take everybody back."""
        while self._busy:
            kind, visitor = self._busy.pop()
            await visitor.forget()
            self._idle[kind].append(visitor)
