"""The operator's page of the console: readable for everybody, in every language of the console."""

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from azure.storage.queue import QueueClient
from playwright.async_api import expect

from dev.stack import Stack
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
QUEUE = "nobodys-poison"


@pytest.fixture
def given_up(stack: Stack) -> Iterator[None]:
    """A message that nobody takes: something to find, which is in nobody's way."""
    with closing(QueueClient.from_connection_string(stack.connection_string, QUEUE)) as queue:
        queue.create_queue()
        queue.send_message("unreadable")
        yield
        queue.delete_queue()


@pytest.mark.usefixtures("given_up")
async def test_an_admin_sees_what_is_wrong_and_its_fix(desk: Desk) -> None:
    await desk.sign_in(admin=True)
    await desk.goto("/operation", "Operation", shot="console-operation")
    finding = desk.page.locator(".findings li")
    await expect(finding).to_have_count(1)
    await expect(finding).to_contain_text("Messages wait on a poison queue.")
    await expect(finding).to_contain_text(f"{QUEUE}: 1")
    await expect(finding).to_contain_text("python3 -m dev poison explain")
    await desk.page.get_by_text("All parts", exact=True).click()
    await desk.visitor.check("console-operation-parts")
    await expect(desk.page.locator("tbody tr")).to_have_count(10)
    await expect(desk.page.get_by_role("link", name="Operation")).to_have_attribute(
        "aria-current", "page"
    )


@pytest.mark.usefixtures("given_up")
@pytest.mark.parametrize("language", ["fr", "hu", "ko", "zh-Hant"])
async def test_every_language_fits(desk: Desk, language: str) -> None:
    await desk.sign_in(admin=True)
    own = re.compile(".+")
    await desk.goto(f"/operation?lang={language}", own, shot=f"console-operation-{language}")
    finding = desk.page.locator(".findings li")
    await expect(finding).to_contain_text(f"{QUEUE}: 1")
    await expect(finding).not_to_contain_text("Messages wait")


async def test_who_is_no_admin_has_no_such_page(desk: Desk) -> None:
    await desk.goto("", "Invitations")
    await expect(desk.page.get_by_role("link", name="Operation")).to_have_count(0)
    await desk.page.goto(f"{desk.page.url.partition('?')[0]}/operation")
    await expect(desk.page.locator(".findings")).to_have_count(0)
    await expect(desk.page.locator("form#sending")).to_have_count(0)
