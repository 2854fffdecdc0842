"""Addresses are corrected, invitations extended and the list taken along, in a browser."""

import csv
import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from shared.domain.invitation import State
from tests.browser.desk import Desk
from tests.browser.office import Office

pytestmark = pytest.mark.browser
ADDRESS = "Change the address?"
EXTEND = "Extend this invitation?"


async def test_an_address_is_changed(desk: Desk, office: Office) -> None:
    one = await desk.have("Willy URS", redeem_url="https://login.example/redeem?1")
    right = f"{uuid.uuid4().hex[:8]}@urs-mechanik.example"
    await desk.goto(f"/{one.id}", "Willy URS")
    await desk.visitor.follow("Change address", ADDRESS)
    await expect(desk.page.locator(".consequences")).to_contain_text("stops working, and says why")
    await desk.page.locator("#email").fill(right)
    await desk.visitor.press("Change the address", "Willy URS", shot="console-corrected")
    await expect(desk.page.get_by_role("status")).to_contain_text("The address is changed")
    await expect(desk.page.locator(".head .under")).to_have_text(right)
    await desk.visitor.follow("the invitation to the former address", "Willy URS")
    await expect(desk.page.locator(".head .chip")).to_have_text("Revoked")
    await desk.visitor.check("console-superseded")
    await expect(desk.page.locator("#correct")).to_have_count(0)
    await desk.visitor.follow("Look at the invitation to the new address", "Willy URS")
    link = f"{office.app_url}/api/InviteUser?invitationId={one.id}"
    answer = await desk.page.context.request.get(link)
    assert answer.status == 410
    await desk.visitor.open_mail(right, await _subject(desk, office, right))


async def test_a_refused_address_is_told_at_its_field(desk: Desk) -> None:
    one, other = await desk.have("Willy URS"), f"{uuid.uuid4().hex[:8]}@urs-mechanik.example"
    await desk.goto("/new", "New invitation")
    await desk.fill(guestEmail=other)
    await desk.visitor.press("Preview the e-mail", "Preview of the e-mail")
    await desk.visitor.press("Send the invitation", "Willy URS")
    await desk.goto(f"/{one.id}/address", ADDRESS)
    for typed, said in (
        ("", "Please fill in this field."),
        ("nonsense", "This is not a valid e-mail address."),
        (one.guest.email, "This is the address already."),
        (other, "This address has an open invitation already."),
    ):
        await desk.page.locator("#email").fill(typed)
        await desk.visitor.press("Change the address", ADDRESS, shot="console-address-wrong")
        await expect(desk.page.locator("#email-error")).to_contain_text(said)
        await expect(desk.page.locator("#email")).to_have_value(typed)
        await expect(desk.page.locator("#email")).to_have_attribute("aria-invalid", "true")


async def test_an_invitation_is_extended(desk: Desk) -> None:
    now = datetime.now(UTC)
    one = await desk.have(
        "Willy URS", created=now - timedelta(days=40), expires=now - timedelta(days=10)
    )
    await desk.goto(f"/{one.id}", "Willy URS")
    await expect(desk.page.locator(".head .chip")).to_have_text("Expired")
    await desk.visitor.follow("Extend", EXTEND)
    for typed in ("0", "51", "", "-1"):
        await desk.page.locator("#days").fill(typed)
        await desk.visitor.press("Extend", EXTEND, shot="console-extend-wrong")
        await expect(desk.page.locator("#days-error")).to_contain_text("from 1 to 49")
    await desk.page.locator("#days").fill("49")
    await desk.visitor.press("Extend", "Willy URS")
    await expect(desk.page.get_by_role("status")).to_have_text("The invitation has more time.")
    await expect(desk.page.locator(".head .chip")).to_have_text("Sent")
    await expect(desk.page.locator("#extend")).to_have_count(0)


async def test_only_what_is_possible_is_offered(desk: Desk) -> None:
    accepted = await desk.have("Anna Keller", state=State.ACCEPTED)
    await desk.goto(f"/{accepted.id}", "Anna Keller")
    await expect(desk.page.locator("#extend, #correct")).to_have_count(0)
    await desk.goto(f"/{accepted.id}/address", "This is not possible any more")
    await desk.goto(f"/{accepted.id}/extend", "This is not possible any more")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_the_list_is_taken_along_as_it_is_filtered(desk: Desk, kind: str) -> None:
    await desk.have_many()
    await desk.goto("?state=expired", "Invitations")
    async with desk.page.expect_download() as waiting:
        await desk.page.get_by_role("link", name=f"Download as {kind.upper()}").click()
    file = await waiting.value
    assert file.suggested_filename.endswith(f".{kind}")
    content = (await file.path()).read_bytes()
    if kind == "csv":
        (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        assert (row["Guest"], row["State"]) == ("Nagy Ilona", "expired")
    else:
        assert content.startswith(b"PK")
    desk.organisation = "Others"
    await desk.sign_in()
    answer = await desk.page.context.request.get(f"{desk.home}/export")
    assert "Ilona" not in await answer.text()
    await desk.visitor.context.clear_cookies()
    away = await desk.page.context.request.get(f"{desk.home}/export", max_redirects=0)
    assert away.status == 303


async def _subject(desk: Desk, office: Office, address: str) -> str:
    """Return the subject of the e-mail to an address, once it is there."""
    inbox = f"{office.simulator_url}/inbox"
    await desk.page.goto(inbox)
    entry = desk.page.get_by_role("listitem").filter(has_text=f"To {address}")
    await desk.visitor.reload_until(entry)
    return await entry.get_by_role("link").first.inner_text()
