"""The simulator's own pages: people read them too."""

import base64
import uuid

import pytest
from playwright.async_api import expect

from tests.browser.office import Office
from tests.browser.test_case_one import SUBJECT
from tests.browser.visitor import Visitor
from tests.samples import PHOTO

pytestmark = pytest.mark.browser


async def test_pages(visitor: Visitor, office: Office) -> None:
    await office.invite()
    await visitor.goto(office.simulator_url, "Simulator of GFMS’s tenant", shot="simulator")
    await visitor.follow("Inbox", "Inbox")
    await visitor.follow("Directory", "Directory of GFMS")
    await visitor.follow("Telemetry", "Telemetry")
    await visitor.goto(f"{office.simulator_url}/inbox/none", "No such e-mail")
    await visitor.goto(
        f"{office.simulator_url}/common/oauth2/v2.0/authorize",
        "Sorry, but we're having trouble signing you in",
    )


async def test_views_of_a_mail(visitor: Visitor, office: Office) -> None:
    invited = await office.invite()
    await visitor.open_mail(invited.email, SUBJECT)
    await visitor.check("mail-in-inbox")
    for view in ("Text", "Headers", "Source"):
        await visitor.follow(view, SUBJECT)
        await expect(visitor.page.locator("pre")).to_contain_text(
            invited.email if view == "Headers" else invited.link
        )


async def test_the_inviters_picture_is_shown(visitor: Visitor, office: Office) -> None:
    """From the directory into the e-mail, and out of it again."""
    inviter = {"email": f"tamer.{uuid.uuid4().hex[:8]}@gfms.example", "name": "Mohamed-Nour, Tamer"}
    photo = base64.b64encode(PHOTO).decode()
    member = {"mail": inviter["email"], "external_user_state": None, "user_type": "Member"}
    await office.control("POST", "seed", {"guests": [member | {"photo": photo}]})
    invited = await office.invite(inviter=inviter)
    mail = await visitor.open_mail(invited.email, SUBJECT)
    picture = mail.locator("img")
    await expect(picture).to_have_attribute("alt", "TM")
    assert await picture.evaluate("picture => picture.naturalWidth") == 1
    await visitor.check("mail-with-picture")


@pytest.mark.parametrize("width", [1280, 390])
async def test_framed_mail_is_shown_whole(visitor: Visitor, office: Office, width: int) -> None:
    """No scrolling within scrolling: the frame is as tall as the e-mail in it."""
    invited = await office.invite()
    mail = await visitor.open_mail(invited.email, SUBJECT)
    await visitor.page.set_viewport_size({"width": width, "height": 900})
    frame = await visitor.page.locator("iframe").bounding_box()
    body = await mail.locator("body").bounding_box()
    assert frame is not None
    assert body is not None
    assert body["height"] <= frame["height"] <= body["height"] * 1.7
