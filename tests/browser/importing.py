"""What an inviter does with a file of guests in a browser."""

import csv
import io
import uuid
from collections.abc import Sequence

from playwright.async_api import expect

from tests.browser.desk import Desk
from tests.browser.office import Office

IMPORT = "Import a file"
PREVIEW = "Preview of the import"
DONE = "The import is done"
_CONTENT = {"csv": "text/csv", "xlsx": "application/zip"}


def address() -> str:
    """Return an address that nobody has invited."""
    return f"{uuid.uuid4().hex[:8]}@urs-mechanik.example"


def table(*rows: Sequence[str], headings: Sequence[str] = ("email", "name", "language")) -> bytes:
    """Return a CSV file."""
    written = io.StringIO()
    csv.writer(written).writerows([headings, *rows])
    return written.getvalue().encode()


async def choose(desk: Desk, content: bytes, name: str = "guests.csv") -> None:
    """Choose a file on the page."""
    kind = _CONTENT[name.rpartition(".")[2]]
    await desk.page.locator("#file").set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )


async def look(desk: Desk, content: bytes, heading: str = PREVIEW, *, shot: str = "") -> None:
    """Bring a file."""
    await desk.goto("/import", IMPORT)
    await choose(desk, content)
    await desk.visitor.press("Look at the file", heading, shot=shot)


async def tally(desk: Desk) -> dict[str, str]:
    """Return the counts that the page shows."""
    names = await desk.page.locator(".tally dt").all_text_contents()
    numbers = await desk.page.locator(".tally dd").all_text_contents()
    return dict(zip(names, numbers, strict=True))


async def result(desk: Desk) -> list[dict[str, str]]:
    """Download the file with all rows."""
    async with desk.page.expect_download() as waiting:
        await desk.page.get_by_role("link", name="All rows as a file").click()
    file = await waiting.value
    assert file.suggested_filename.startswith("import-")
    text = (await file.path()).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


async def finish(desk: Desk) -> None:
    """Wait until the page says that the import is done."""
    await expect(desk.page.locator("h1")).to_have_text(DONE, timeout=30_000)
    await desk.visitor.check()


async def mails(desk: Desk, office: Office, to: str) -> int:
    """Return how many e-mails went to an address, by the simulated provider's own record."""
    text = await (await desk.page.context.request.get(f"{office.simulator_url}/inbox")).text()
    return text.count(f"To {to}")
