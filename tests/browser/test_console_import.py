"""Many are invited from a file in a browser: looked at, sent when told to, followed to the end."""

import re
import uuid

import pytest
from playwright.async_api import expect

from dev.stack import Stack
from tests.browser.checking import own_violations, resize
from tests.browser.desk import Desk
from tests.browser.importing import (
    DONE,
    IMPORT,
    PREVIEW,
    address,
    choose,
    finish,
    look,
    mails,
    result,
    table,
    tally,
)
from tests.browser.office import Office
from tests.browser.visitor import NewVisitor

pytestmark = pytest.mark.browser
_WORKING = re.compile("The invitations are being made|The import is done")


async def test_a_file_is_looked_at_and_sent_to_the_end(desk: Desk, office: Office) -> None:
    guests = [address() for _ in range(3)]
    await desk.goto("", "Invitations")
    await desk.visitor.follow("Import", IMPORT, shot="console-import")
    await choose(desk, table(*((one, "Éva Kovács", "hu") for one in guests)))
    await desk.visitor.press("Look at the file", PREVIEW, shot="console-import-preview")
    assert (await tally(desk))["will be invited"] == "3"
    await expect(desk.page.get_by_role("checkbox")).to_have_count(0)
    await expect(desk.page.get_by_text("Éva Kovács")).to_have_count(3)
    assert [await mails(desk, office, one) for one in guests] == [0, 0, 0]
    await desk.visitor.press("Send 3 invitations", _WORKING)
    await finish(desk)
    assert (await tally(desk))["invited"] == "3"
    rows = await result(desk)
    assert [row["email"] for row in rows] == guests
    assert {row["result"] for row in rows} == {"invited"}
    await desk.visitor.check("console-import-done")
    await desk.visitor.follow("All invitations", "Invitations")
    await expect(desk.page.locator("#rows tbody tr")).to_have_count(3, timeout=15_000)


async def test_the_same_file_again_invites_nobody(desk: Desk) -> None:
    file = table((address(), "Willy URS", "en"))
    await look(desk, file)
    await desk.visitor.press("Send one invitation", _WORKING)
    await finish(desk)
    await look(desk, file)
    assert (await tally(desk))["have an invitation already"] == "1"
    await expect(desk.page.get_by_text("There is nobody to invite in this file.")).to_be_visible()
    await expect(desk.page.locator("button.action")).to_have_count(0)
    (row,) = await result(desk)
    assert row["result"] == "already-invited"


async def test_problems_stand_at_row_and_column_and_are_left_out_by_choice(
    desk: Desk, office: Office
) -> None:
    good, twin = address(), "x@y.example"
    rows = [(good, "Willy URS", "en"), ("nonsense", "", "tlh"), (twin, "A", ""), (twin, "B", "")]
    await look(desk, table(*rows), shot="console-import-problems")
    assert await tally(desk) == {
        "will be invited": "2",
        "have an invitation already": "0",
        "want no invitations": "0",
        "have problems": "2",
    }
    told = desk.page.locator(".problems tbody tr")
    await expect(told).to_have_count(2)
    first = told.first
    await expect(first.locator("th")).to_have_text("Row 3")
    lines = first.locator("li")
    await expect(lines).to_have_count(3)
    await expect(lines.filter(has_text="Column A email")).to_contain_text(
        "This is not a valid e-mail address."
    )
    await expect(lines.filter(has_text="Column B name")).to_contain_text("Please fill in")
    await expect(lines.filter(has_text="Column C language")).to_contain_text("no such language")
    await expect(told.last).to_contain_text("Row 4 has the same address.")
    await desk.visitor.press("Send 2 invitations", PREVIEW)
    await expect(desk.page.get_by_role("alert")).to_contain_text("Some rows have problems")
    assert await mails(desk, office, good) == 0
    await desk.page.get_by_label("Leave out the 2 rows with problems").check()
    await desk.visitor.press("Send 2 invitations", _WORKING)
    await finish(desk)
    found = {row["row"]: row["result"] for row in await result(desk)}
    assert found == {"2": "invited", "3": "refused", "4": "invited", "5": "refused"}


async def test_no_more_than_two_hundred_rows_are_listed(desk: Desk) -> None:
    await look(desk, table(*((f"{number}", "A", "en") for number in range(203))))
    await expect(desk.page.locator(".problems tbody tr")).to_have_count(200)
    await expect(desk.page.locator(".after")).to_have_text("3 more are in the file with all rows.")
    assert len(await result(desk)) == 203


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"name,language\nA,en\n", "There is no column of e-mail addresses."),
        (b"email\n", "The file has no rows below its headings."),
        (b"email\n" + b"x" * 5 * 1024 * 1024, "The file is larger than 5 MB."),
        (b"email\n" + b"x" * 6 * 1024 * 1024, "The file is larger than 5 MB."),
        (b"PK\x03\x04 no workbook", "The workbook is damaged"),
    ],
)
async def test_what_is_wrong_with_a_file_stands_at_it(
    desk: Desk, content: bytes, said: str
) -> None:
    await look(desk, content, IMPORT)
    await expect(desk.page.locator("#file-error")).to_contain_text(said)
    await expect(desk.page.locator("#file")).to_have_attribute("aria-invalid", "true")
    await desk.visitor.check("console-import-wrong")


async def test_without_a_file_and_in_another_language(desk: Desk) -> None:
    await desk.goto("/import", IMPORT)
    await desk.page.locator("#message").fill("Dear guests")
    await desk.visitor.press("Look at the file", IMPORT)
    await expect(desk.page.locator("#file-error")).to_have_text("Please choose a file.")
    await desk.page.locator(".languages summary").click()
    await desk.visitor.press("Français", re.compile(".+"))
    await expect(desk.page.locator("html")).to_have_attribute("lang", "fr")
    await expect(desk.page.locator("#message")).to_have_value("Dear guests")


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("For Excel (XLSX)", "invitations.xlsx"),
        ("For all other programs (CSV)", "invitations.csv"),
        ("As Microsoft Entra's bulk invite has it (CSV)", "entra.csv"),
    ],
)
async def test_the_files_to_fill_in_are_read_back(desk: Desk, link: str, name: str) -> None:
    await desk.goto("/import", IMPORT)
    async with desk.page.expect_download() as waiting:
        await desk.page.get_by_role("link", name=link).click()
    file = await waiting.value
    assert file.suggested_filename == name
    await choose(desk, (await file.path()).read_bytes(), name)
    await desk.visitor.press("Look at the file", IMPORT)
    await expect(desk.page.locator("#file-error")).to_have_text(
        "The file has no rows below its headings."
    )


async def test_without_scripts(new_visitor: NewVisitor, stack: Stack, office: Office) -> None:
    desk = Desk(await new_visitor(java_script_enabled=False), stack, office)
    await desk.sign_in()
    await look(desk, table((address(), "Willy URS", "ko")))
    await desk.visitor.press("Send one invitation", _WORKING)
    await desk.visitor.reload_until(desk.page.get_by_role("heading", name=DONE))
    await desk.visitor.at(DONE)
    assert (await tally(desk))["invited"] == "1"
    assert [row["result"] for row in await result(desk)] == ["invited"]


async def test_an_import_of_others_does_not_exist(desk: Desk) -> None:
    await look(desk, table((address(), "Willy URS", "en")))
    path = desk.page.url.removeprefix(desk.home)
    desk.organisation = "Others"
    await desk.sign_in()
    await desk.goto(path, "There is no such import", shot="console-import-unknown")
    for one in (
        path,
        f"{path}/result",
        f"/import/{uuid.uuid4()}",
        f"/import/{uuid.uuid4()}/result",
    ):
        answer = await desk.page.context.request.get(f"{desk.home}{one}")
        assert answer.status == 404
    sent = await desk.page.context.request.post(
        f"{desk.home}{path}", form={"csrf": "token", "do": "send"}
    )
    assert sent.status == 404
    await desk.sign_in(admin=True)
    await desk.goto(path, PREVIEW)


async def test_a_forged_form_is_refused(desk: Desk) -> None:
    await look(desk, table((address(), "Willy URS", "en")))
    asking = desk.page.context.request
    for csrf in ("", "forged"):
        sent = await asking.post(desk.page.url, form={"csrf": csrf, "do": "send"})
        assert sent.status == 403
        file = {"name": "a.csv", "mimeType": "text/csv", "buffer": table((address(), "A", "en"))}
        parts = {"csrf": csrf, "do": "look", "file": file}
        brought = await asking.post(f"{desk.home}/import", multipart=parts)  # type: ignore[arg-type]  # of its invariance
        assert brought.status == 403
    await desk.page.reload()
    await desk.visitor.at(PREVIEW)


@pytest.mark.parametrize("language", ["fr", "hu", "ko", "zh-Hant"])
async def test_every_language_fits(desk: Desk, language: str) -> None:
    own = re.compile(".+")
    await look(desk, table(("nonsense", "", "tlh"), (address(), "Willy URS", "ko")))
    path = desk.page.url.removeprefix(desk.home)
    await desk.goto(f"{path}?lang={language}", own, shot=f"console-import-preview-{language}")
    await desk.page.locator("#partial").check()
    await desk.page.locator("button.action").click()
    await expect(desk.page.locator("#result")).to_be_visible(timeout=30_000)
    await desk.visitor.check(f"console-import-done-{language}")
    await resize(desk.page, 320)
    assert await own_violations(desk.page, 320) == []
