"""Pictures of the gallery, taken by Chromium, several at once."""

import asyncio
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from dev.gallery.writing import Exhibit

_HEIGHT = 800
_SIDE_BY_SIDE = 4


async def take(
    exhibits: Sequence[Exhibit],
    folder: Path,
    *,
    chromium: Path,
    width: int,
    progress: Callable[[int, int], None],
) -> None:
    """Put a picture of the whole page, `width` pixels wide, beside each exhibit's HTML."""
    waiting = list(exhibits)
    done = itertools.count(1)

    def one_more() -> None:
        progress(next(done), len(exhibits))

    async with async_playwright() as playwright:
        # The container of a build may offer no sandbox; the pages are the project's own.
        browser = await playwright.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"]
        )
        works = [_pictures(browser, waiting, folder, width, one_more) for _ in range(_SIDE_BY_SIDE)]
        await asyncio.gather(*works)
        await browser.close()


async def _pictures(
    browser: Browser, waiting: list[Exhibit], folder: Path, width: int, one_more: Callable[[], None]
) -> None:
    page = await browser.new_page(viewport={"width": width, "height": _HEIGHT})
    while waiting:
        exhibit = waiting.pop()
        await page.goto((folder / exhibit.path).as_uri())
        await page.screenshot(path=folder / exhibit.picture, full_page=True)
        one_more()
    await page.close()
