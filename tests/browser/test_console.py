"""The inviters' console in a browser: every screen, by keyboard, without scripts, turned round."""

import re
import uuid

import pytest
from playwright.async_api import expect

from dev.simulator import defaults
from dev.stack import Stack
from shared.domain.company import CompanyData
from shared.domain.invitation import EmailFate, State
from tests.browser.checking import NARROW, WIDE, own_violations, picture, resize
from tests.browser.desk import Desk
from tests.browser.office import Office
from tests.browser.visitor import NewVisitor

pytestmark = pytest.mark.browser
LIST = "Invitations"
NEW = "New invitation"
PREVIEW = "Preview of the e-mail"
_FOCUS = r"""() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  return {
    name: at.id || at.textContent.trim().replace(/\s+/g, " "),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
  };
}"""


async def test_every_screen_is_accessible_at_both_widths(desk: Desk) -> None:
    await desk.goto("", LIST, shot="console-empty")
    many = await desk.have_many()
    await desk.goto("", LIST, shot="console-list")
    await desk.page.get_by_text("Filter", exact=True).click()
    await desk.visitor.check("console-filters")
    await desk.page.get_by_text("English", exact=True).first.click()
    await desk.visitor.check("console-languages")
    await desk.goto("?search=nobody", LIST, shot="console-fits-none")
    for name, one in many.items():
        await desk.goto(f"/{one.id}", one.guest.name, shot=f"console-{name}")
    await desk.goto(
        f"/{many['failed'].id}/resend", "Resend this invitation?", shot="console-resend"
    )
    await desk.goto(
        f"/{many['accepted'].id}/revoke", "Revoke this invitation?", shot="console-revoke"
    )
    await desk.goto(f"/{many['sent'].id}/address", "Change the address?", shot="console-address")
    await desk.goto(
        f"/{many['expired'].id}/extend", "Extend this invitation?", shot="console-extend"
    )
    await desk.goto(f"/{many['revoked'].id}/resend", "This is not possible any more")
    await desk.goto(f"/{uuid.uuid4()}", "There is no such invitation", shot="console-unknown")
    await desk.goto("/new", NEW, shot="console-new")
    await desk.visitor.press("Preview the e-mail", NEW, shot="console-wrong")
    await desk.fill(message="Dear Willy,\n\nwelcome!")
    await desk.visitor.press("Preview the e-mail", PREVIEW, shot="console-preview")


@pytest.mark.parametrize("language", ["fr", "hu", "ko", "zh-Hant"])
async def test_every_language_fits(desk: Desk, language: str) -> None:
    many = await desk.have_many()
    own = re.compile(".+")
    await desk.goto(f"?lang={language}", own, shot=f"console-list-{language}")
    await desk.goto("/new", own, shot=f"console-new-{language}")
    await desk.goto(f"/{many['bounced'].id}", own, shot=f"console-bounced-{language}")
    await desk.goto(f"/{many['sent'].id}/revoke", own, shot=f"console-revoke-{language}")
    await desk.goto(f"/{many['sent'].id}/address", own, shot=f"console-address-{language}")
    await desk.goto(f"/{many['sent'].id}/extend", own, shot=f"console-extend-{language}")
    await desk.goto("/import", own, shot=f"console-import-{language}")
    await expect(desk.page.locator("html")).to_have_attribute("lang", language)


async def test_a_narrow_list_says_nothing_of_a_company_that_is_not_known(desk: Desk) -> None:
    await desk.have("Eva Known")
    await desk.have("Ann Nothing", company=CompanyData())
    await desk.goto("", LIST)
    await resize(desk.page, NARROW)
    for name, shown in (("Eva", True), ("Ann", False)):
        row = desk.page.locator("#rows tbody tr", has_text=name)
        await expect(row.locator("td[data-label=Company]")).to_be_visible(visible=shown)


async def test_the_list_is_filtered_and_searched(desk: Desk) -> None:
    await desk.have_many()
    await desk.goto("", LIST)
    rows = desk.page.locator("#rows tbody tr")
    await expect(rows).to_have_count(8)
    await expect(rows.first).to_contain_text("Willy URS")
    await desk.page.get_by_label("Search by name, address or company").fill("ann")
    await desk.visitor.press("Search", LIST)
    await expect(rows).to_have_count(1)
    await desk.visitor.follow("Show all invitations", LIST)
    await desk.page.get_by_text("Filter", exact=True).click()
    await desk.page.get_by_label("State").select_option("expired")
    await desk.visitor.press("Show these", LIST)
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("Nagy Ilona")
    await expect(desk.page.get_by_label("State")).to_have_value("expired")


async def test_others_see_nothing_of_it(desk: Desk) -> None:
    theirs = await desk.have("Willy URS")
    desk.organisation = "Others"
    await desk.sign_in()
    await desk.goto(f"/{theirs.id}", "There is no such invitation")
    await desk.sign_in(admin=True)
    await desk.goto(f"/{theirs.id}", "Willy URS")


async def test_the_whole_way_by_keyboard(desk: Desk) -> None:
    keys = desk.page.keyboard
    await desk.have("Anna Keller")
    await desk.goto("", LIST)
    await tab_to(desk, "Skip to the content")
    await tab_to(desk, "New invitation")
    await keys.press("Enter")
    await desk.visitor.see(NEW)
    await tab_to(desk, "guestEmail")
    await keys.type(f"{uuid.uuid4().hex[:8]}@urs-mechanik.example")
    await keys.press("Tab")
    await keys.type("Willy URS")
    # Enter in a field presses Preview: no language's button, nor the country's.
    await keys.press("Enter")
    await desk.visitor.see(PREVIEW)
    await tab_to(desk, "Send the invitation")
    await keys.press("Enter")
    await desk.visitor.see("Willy URS")
    await expect(desk.page.get_by_role("status")).to_have_text("The invitation is made.")
    await tab_to(desk, "revoke")
    await keys.press("Enter")
    await desk.visitor.see("Revoke this invitation?")
    await tab_to(desk, "Revoke the invitation")
    await keys.press("Enter")
    await desk.visitor.see("Willy URS")
    await expect(desk.page.locator(".head .chip")).to_have_text("Revoked")


async def test_without_scripts(new_visitor: NewVisitor, stack: Stack, office: Office) -> None:
    desk = Desk(await new_visitor(java_script_enabled=False), stack, office)
    await desk.sign_in()
    await desk.goto("/new", NEW)
    address = await desk.fill(legalName="Kim Precision", message="안녕하세요")
    await desk.page.get_by_label("Country or region").select_option("KR")
    await desk.visitor.press("Show this country's address form", NEW)
    await expect(desk.page.get_by_label("Province or city (Do/Si)")).to_be_visible()
    await expect(desk.page.get_by_label("E-mail address of the guest")).to_have_value(address)
    await desk.visitor.press("Preview the e-mail", PREVIEW)
    await desk.visitor.press("Change something", NEW)
    await expect(desk.page.get_by_label("Company name")).to_have_value("Kim Precision")
    await desk.visitor.press("Preview the e-mail", PREVIEW)
    await desk.visitor.press("Send the invitation", "Willy URS")
    await expect(desk.page.get_by_label("Link of the invitation")).to_have_value(
        re.compile(r"/api/InviteUser\?invitationId=")
    )
    await expect(desk.page.get_by_role("button", name="Copy the link")).to_be_hidden()
    # The same address again: the one that is there can be resent.
    await desk.goto("/new", NEW)
    await desk.page.locator("#guestEmail").fill(address)
    await desk.page.locator("#guestName").fill("Willy URS")
    await desk.visitor.press("Preview the e-mail", PREVIEW)
    await desk.visitor.press("Send the invitation", NEW)
    await desk.visitor.follow("Resend it", "Resend this invitation?")
    await desk.visitor.press("Resend", "Willy URS")
    await expect(desk.page.get_by_role("status")).to_have_text("The invitation goes out again.")


async def test_graphs_refusal_stands_at_the_address(desk: Desk) -> None:
    await desk.goto("/new", NEW)
    await desk.fill(guestEmail=f"{uuid.uuid4().hex[:8]}@{defaults.TENANT_DOMAIN}")
    await desk.visitor.press("Preview the e-mail", PREVIEW)
    await desk.visitor.press("Send the invitation", NEW, shot="console-refused")
    said = re.compile("This address is of a domain of your own directory")
    await expect(desk.page.locator("#guestEmail")).to_have_accessible_description(said)
    await expect(desk.page.locator("#guestEmail")).to_have_attribute("aria-invalid", "true")


async def test_the_preview_shows_the_email_in_its_own_colours(desk: Desk) -> None:
    await desk.goto("/new", NEW)
    await desk.fill()
    await desk.page.locator("#language").select_option("ar")
    await desk.visitor.press("Preview the e-mail", PREVIEW)
    frame = desk.page.frame_locator("iframe")
    await expect(frame.locator("html")).to_have_attribute("dir", "rtl")
    button = frame.locator("a[style*=inline-block]").first
    await expect(button).to_have_css("display", "inline-block")
    box = await button.bounding_box()
    assert box is not None
    assert box["height"] > 30


async def test_a_list_with_something_under_way_keeps_itself_and_the_focus(
    desk: Desk, office: Office
) -> None:
    one = await desk.have("Willy URS", state=State.QUEUED, email=EmailFate.QUEUED)
    other = await desk.have("Anna Keller")
    await desk.goto("", LIST)
    chip = desk.page.locator("#rows .chip").filter(has_text="On its way")
    await expect(chip).to_have_count(1)
    await desk.page.get_by_role("link", name="Anna Keller").focus()
    await office.store.enlist(await office.store.save(one.to(State.SENT)))
    await expect(chip).to_have_count(0, timeout=15_000)
    assert (await desk.page.evaluate(_FOCUS))["name"] == f"i{other.id}"
    assert await desk.page.locator("[data-every]").count() == 0


async def test_the_link_is_copied(desk: Desk) -> None:
    one = await desk.have("Willy URS")
    await desk.visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await desk.goto(f"/{one.id}", "Willy URS")
    await desk.page.get_by_role("button", name="Copy the link").click()
    await expect(desk.page.get_by_role("button", name="Copied")).to_be_visible()
    copied = await desk.page.evaluate("() => navigator.clipboard.readText()")
    assert copied.endswith(f"/api/InviteUser?invitationId={one.id}")


@pytest.mark.parametrize("width", [WIDE, NARROW])
async def test_right_to_left(desk: Desk, width: int) -> None:
    """No language of the console is written so yet; the style sheet is ready when one is."""
    many = await desk.have_many()
    for path, name in (("", "list"), (f"/{many['bounced'].id}", "detail"), ("/new", "new")):
        await desk.page.goto(f"{desk.home}{path}")
        await resize(desk.page, width)
        await desk.page.evaluate("() => document.documentElement.dir = 'rtl'")
        assert await own_violations(desk.page, width) == []
        await picture(desk.page, f"console-rtl-{name}-{width}")
        heading = await desk.page.locator("h1").bounding_box()
        assert heading is not None
        assert heading["x"] + heading["width"] > width - 60 or heading["x"] > width / 2


@pytest.mark.parametrize("width", [320, 640])
async def test_magnified(desk: Desk, width: int) -> None:
    """WCAG 1.4.4 and 1.4.10: at 200 % and 400 % of 1280 nothing is lost or must be scrolled."""
    many = await desk.have_many()
    for path in ("", f"/{many['completed'].id}", "/new", f"/{many['sent'].id}/resend"):
        await desk.page.goto(f"{desk.home}{path}")
        await resize(desk.page, width)
        assert await own_violations(desk.page, width) == []


async def tab_to(desk: Desk, name: str) -> None:
    for _ in range(40):
        await desk.page.keyboard.press("Tab")
        stop = await desk.page.evaluate(_FOCUS)
        if stop["name"] == name:
            assert stop["outline"] >= 2
            return
    pytest.fail(f"The Tab key does not reach {name}")
