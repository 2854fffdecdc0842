"""What is small and matters in the console: the inviter's picture, and what is heard."""

import base64
import re
import uuid

import aiohttp
import pytest
from playwright.async_api import expect

from dev.stack import Stack
from tests.browser.desk import Desk
from tests.browser.importing import address, finish, look, table
from tests.samples import PHOTO

pytestmark = pytest.mark.browser


async def test_the_preview_shows_the_inviters_picture(desk: Desk, stack: Stack) -> None:
    # What somebody looks like is remembered: nobody has asked about this one yet.
    mail = f"{uuid.uuid4().hex[:8]}@gfms.example"
    await desk.sign_in(email=mail)
    me = {
        "mail": mail,
        "external_user_state": None,
        "user_type": "Member",
        "photo": base64.b64encode(PHOTO).decode(),
    }
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{stack.simulator_url}/control/seed", json={"guests": [me]}) as answer,
    ):
        assert answer.status == 204, await answer.text()
    await desk.goto("/new", "New invitation")
    await desk.fill()
    await desk.visitor.press("Preview the e-mail", "Preview of the e-mail", shot="console-picture")
    picture = desk.page.frame_locator("iframe").locator("img[src^='data:image/png']")
    await expect(picture).to_have_count(1)
    # The policy lets it be seen.
    assert await picture.evaluate("(image) => image.naturalWidth") == 1


async def test_the_progress_of_an_import_is_heard(desk: Desk) -> None:
    await look(desk, table(*([address(), "Willy URS", "en"] for _ in range(3))))
    await desk.visitor.press("Send 3 invitations", re.compile(".+"))
    heard = desk.page.locator("#heard")
    await expect(heard).to_have_attribute("aria-live", "polite")
    # The same element all along: a screen reader says nothing of one that is new.
    await heard.evaluate("(element) => element.dataset.mine = 'yes'")
    await finish(desk)
    await expect(heard).to_have_text("The import is done")
    await expect(heard).to_have_attribute("data-mine", "yes")
