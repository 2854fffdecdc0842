"""The pages for admins in a browser: the audit trail, blocks, and the data of one person."""

import json
import re
import uuid
from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from dev.stack import Stack
from shared.domain.addresses import address_hash
from shared.domain.block import Block
from shared.domain.company import CompanyData
from shared.domain.invitation import Event, Person, State
from shared.outer.block_table import BlockTable
from tests.browser.desk import Desk
from tests.browser.office import Office
from tests.browser.test_console import tab_to
from tests.browser.visitor import NewVisitor

pytestmark = pytest.mark.browser
AUDIT = "Audit trail"
BLOCKS = "Blocks"
PEOPLE = "Data of one person"
ERASE = "Erase everything about this person?"
ERASED = "Everything is erased"
NO_PAGE = "There is no such page"
ADMINS = {"/audit": AUDIT, "/blocks": BLOCKS, "/people": PEOPLE}


@pytest.fixture
async def admin(desk: Desk) -> Desk:
    """An admin in front of the console."""
    await desk.sign_in(admin=True)
    return desk


def address() -> str:
    return f"{uuid.uuid4().hex[:8]}@urs-mechanik.example"


async def history(desk: Desk, office: Office, guest: str) -> str:
    """Have an invitation to whom much has happened; return its id."""
    one = await desk.have("Willy URS", guest=Person("Willy URS", guest))
    now = datetime.now(UTC)
    details = {"why": "blocked", "code": "AADSTS53003"}
    one = await office.store.save(one, Event("SignInFailed", now, "RedeemInvitation", details))
    revoked = Event("InvitationRevoked", now, "tamer@gfms.example", {"from": "sent"})
    await office.store.save(one.to(State.REVOKED), revoked)
    return one.id


async def test_every_screen_is_accessible_at_both_widths(
    admin: Desk, office: Office, blocks: BlockTable
) -> None:
    guest = address()
    id_ = await history(admin, office, guest)
    await blocks.block(address_hash(guest), Block("", datetime.now(UTC)))
    await admin.goto("/audit", AUDIT, shot="console-audit")
    await admin.goto("/audit?who=nobody", AUDIT, shot="console-audit-none")
    await admin.goto(f"/{id_}", "Willy URS", shot="console-sign-in-problem")
    await expect(admin.page.locator("#history")).to_contain_text("Conditional Access")
    await admin.goto("/blocks", BLOCKS, shot="console-blocks")
    await admin.page.locator("#address").fill("nonsense")
    await admin.visitor.press("Look it up", BLOCKS, shot="console-blocks-wrong")
    await admin.page.locator("#address").fill(guest)
    await admin.visitor.press("Look it up", BLOCKS, shot="console-blocks-found")
    await expect(admin.page.locator("#answer")).to_contain_text("All organizations")
    await admin.goto("/people", PEOPLE, shot="console-people")
    await admin.visitor.press("Show what is kept", PEOPLE, shot="console-people-wrong")
    await admin.page.locator("#address").fill(guest)
    await admin.visitor.press("Show what is kept", PEOPLE, shot="console-people-kept")
    await admin.visitor.press("Erase everything", ERASE, shot="console-people-erase")


@pytest.mark.parametrize("language", ["fr", "hu", "ko", "zh-Hant"])
async def test_every_language_fits(admin: Desk, office: Office, language: str) -> None:
    own, guest = re.compile(".+"), address()
    await history(admin, office, guest)
    await admin.goto(f"/audit?lang={language}", own, shot=f"console-audit-{language}")
    await admin.goto("/blocks", own, shot=f"console-blocks-{language}")
    await admin.goto("/people", own)
    for do, name in (("look", "kept"), ("ask", "erase")):
        await admin.page.locator("#address").fill(guest) if do == "look" else None
        async with admin.page.expect_navigation():
            await admin.page.locator(f"main button[value={do}]").last.click()
        await admin.visitor.at(own, shot=f"console-people-{name}-{language}")
    await expect(admin.page.locator("html")).to_have_attribute("lang", language)


async def test_the_trail_shows_and_filters_and_goes_on(admin: Desk, office: Office) -> None:
    await history(admin, office, address())
    await admin.goto("/audit", AUDIT)
    rows = admin.page.locator("table.list tbody tr")
    # Something may happen to the invitations of other tests meanwhile.
    mine = rows.filter(has_text=admin.organisation)
    await expect(mine.first).to_contain_text("Invitation revoked")
    await expect(mine.nth(1)).to_contain_text("AADSTS53003")
    await admin.page.get_by_label("What").select_option("SignInFailed")
    await admin.visitor.press("Show these", AUDIT)
    await expect(rows.first.get_by_role("rowheader")).to_contain_text("Sign-in did not work")
    await expect(admin.page.get_by_label("What")).to_have_value("SignInFailed")
    await rows.first.get_by_role("link").click()
    await admin.visitor.see("Willy URS")
    for number in range(52):
        await admin.have(f"Guest {number}")
    await admin.goto("/audit", AUDIT)
    await expect(rows).to_have_count(50)
    await admin.visitor.follow("Older", AUDIT)
    await expect(mine.filter(has_text="Guest 0")).to_have_count(1)
    await admin.visitor.follow("Newest", AUDIT)
    await expect(mine.filter(has_text="Guest 51")).to_have_count(1)


async def test_a_person_is_exported_and_erased_by_keyboard(admin: Desk, office: Office) -> None:
    keys, guest = admin.page.keyboard, address()
    company = CompanyData(legalName="Keller AG", country="CH", city="Biel")
    one = await admin.have("Willy URS", guest=Person("Willy URS", guest), company=company)
    await admin.goto("", "Invitations")
    await tab_to(admin, "Data protection")
    await keys.press("Enter")
    await admin.visitor.see(PEOPLE)
    await tab_to(admin, "address")
    await keys.type(guest)
    # Enter presses Show, not a language's button.
    await keys.press("Enter")
    await expect(admin.page.locator("#kept")).to_contain_text("One invitation")
    assert guest not in admin.page.url
    for _ in range(2):  # the page stays as it is, and gives the file again
        async with admin.page.expect_download() as waiting:
            await admin.page.locator("#file button").focus()
            await keys.press("Enter")
        file = await waiting.value
        assert guest not in file.suggested_filename
        kept = json.loads((await file.path()).read_text(encoding="utf-8"))
        assert [found["invitationId"] for found in kept["invitations"]] == [one.id]
    await tab_to(admin, "Erase everything")
    await keys.press("Enter")
    await admin.visitor.see(ERASE)
    # The browser itself asks for the box.
    await admin.page.get_by_role("button", name="Erase everything").click()
    await admin.visitor.see(ERASE)
    found = await office.store.get(one.id)
    assert found is not None
    assert not found.erased
    await admin.page.locator("#sure").focus()
    await keys.press("Space")
    await admin.page.get_by_role("button", name="Erase everything").focus()
    await keys.press("Enter")
    await admin.visitor.see(ERASED)
    await admin.visitor.check("console-people-erased")
    await expect(admin.page.get_by_role("status")).to_contain_text("One invitation was erased.")
    found = await office.store.get(one.id)
    assert found is not None
    assert found.erased
    assert guest not in str(found)
    await admin.goto("/audit?kind=InvitationErased", AUDIT)
    await expect(admin.page.locator("tbody tr").first).to_contain_text("(erased)")


async def test_without_scripts(new_visitor: NewVisitor, stack: Stack, office: Office) -> None:
    admin = Desk(await new_visitor(java_script_enabled=False), stack, office)
    await admin.sign_in(admin=True)
    guest = address()
    await history(admin, office, guest)
    await admin.goto("/people", PEOPLE)
    await admin.page.locator("#address").fill(guest)
    await admin.visitor.press("Show what is kept", PEOPLE)
    await admin.visitor.press("Erase everything", ERASE)
    await admin.visitor.press("Go back", PEOPLE)
    await expect(admin.page.locator("#kept")).to_contain_text("One invitation")


@pytest.mark.parametrize("path", ADMINS)
async def test_an_inviter_gets_nothing_of_it(desk: Desk, office: Office, path: str) -> None:
    guest = address()
    await history(desk, office, guest)
    await desk.goto(path, NO_PAGE)
    await expect(desk.page.locator(".places a")).to_have_count(3)
    for do in ("look", "download", "ask", "erase"):
        form: dict[str, str | float | bool] = {
            "csrf": "token",
            "do": do,
            "address": guest,
            "sure": "on",
        }
        answer = await desk.page.context.request.post(f"{desk.home}{path}", form=form)
        assert answer.status == 404
        assert guest not in await answer.text()


@pytest.mark.parametrize("path", ["/blocks", "/people"])
async def test_a_forged_form_and_an_expired_session_get_nothing(
    admin: Desk, office: Office, path: str
) -> None:
    guest = address()
    one = await admin.have("Willy URS", guest=Person("Willy URS", guest))
    form: dict[str, str | float | bool] = {
        "csrf": "forged",
        "do": "erase",
        "address": guest,
        "sure": "on",
    }
    forged = await admin.page.context.request.post(f"{admin.home}{path}", form=form)
    assert forged.status == 403
    await admin.visitor.context.clear_cookies()
    late = await admin.page.context.request.post(f"{admin.home}{path}", form=form)
    assert late.status == 401
    away = await admin.page.context.request.get(f"{admin.home}{path}", max_redirects=0)
    assert away.status == 303
    assert await office.store.get(one.id) == one
