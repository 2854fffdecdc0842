"""What is asked of every page: axe-core's rules, and some of our own."""

import asyncio
import json
from pathlib import Path
from typing import Any

from playwright.async_api import Error, Frame, Page

from dev.parts import ROOT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FACTS = Path(__file__).with_name("page_facts.js").read_text(encoding="utf-8")
# Frames are left out: an e-mail's frame runs no scripts, so it is checked on a page of its own.
_RUN_AXE = f"""async () => {{
  const found = await axe.run(document, {{
    iframes: false,
    resultTypes: ["violations"],
    runOnly: {{ type: "tag", values: {json.dumps(TAGS)} }},
  }});
  return found.violations.map((rule) => `${{rule.id}}: ${{rule.help}}: `
    + rule.nodes.map((node) => node.html.slice(0, 200)).join(" | "));
}}"""
SCREENSHOTS = ROOT / ".dev" / "screenshots"
WIDE, NARROW = 1280, 390
HEIGHT = 900


class Laboratory:
    """Checks pages; e-mails where scripts may run: the same document, without its policy."""

    def __init__(self, page: Page, axe_source: str) -> None:
        self._axe_source = axe_source
        self._page = page
        self._free = asyncio.Lock()

    async def mail_violations(self, url: str, shot: str) -> list[str]:
        """Return a sentence for each rule that the e-mail at `url` breaks."""
        async with self._free:
            await self._page.goto(url)
            return await self.violations(self._page, shot)

    async def violations(self, page: Page, shot: str, *, scripts: bool = True) -> list[str]:
        """Return a sentence for each rule that the page breaks, wide or narrow.

        Without `scripts`, where the page may run none, only our own rules are asked. `shot`
        names the pictures to keep of both.
        """
        wrong = []
        for width in (NARROW, WIDE):
            await resize(page, width)
            wrong += await own_violations(page, width)
            if shot:
                await picture(page, f"{shot}-{width}")
        return wrong + (await self._axe_violations(page) if scripts else [])

    async def _axe_violations(self, page: Page) -> list[str]:
        await page.evaluate(self._axe_source)
        found: list[str] = await page.evaluate(_RUN_AXE)
        return found


async def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page, for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    try:
        await page.screenshot(path=path, full_page=True)
    except Error:
        # A busy machine cannot always draw in time ("Unable to capture screenshot").
        await page.wait_for_timeout(1000)
        await page.screenshot(path=path, full_page=True)


async def own_violations(page: Page | Frame, width: int) -> list[str]:
    """Return a sentence for each of our own rules that the page breaks, which is so wide."""
    facts: dict[str, Any] = await page.evaluate(FACTS)
    wrong = {
        "has no title": not facts["title"],
        f"has not one h1, but {facts['headings']}": len(facts["headings"]) != 1,
        "says no language": not facts["language"],
        f"has the odd direction {facts['direction']!r}": facts["direction"]
        not in ("", "ltr", "rtl"),
        f"is {facts['overflow']} px too wide at {width} px": facts["overflow"] > 0,
        f"has targets under 24 px at {width} px: {facts['small']}": bool(facts["small"]),
    }
    return [text for text, is_wrong in wrong.items() if is_wrong]


async def resize(page: Page, width: int) -> None:
    """Give the page another width."""
    await page.set_viewport_size({"width": width, "height": HEIGHT})
