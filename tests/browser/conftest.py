"""Visitors and the office: one stack and one Chromium for all tests of this folder."""

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from azure.data.tables.aio import TableClient
from playwright.async_api import Browser

from dev.stack import Stack
from shared.outer.audit.index import AuditIndex
from shared.outer.block_table import BlockTable
from shared.outer.invitation_table import InvitationTable
from shared.outer.listing.notes import Notes
from shared.outer.tables import Table
from tests.browser.checking import HEIGHT, WIDE, Laboratory
from tests.browser.desk import Desk
from tests.browser.office import Office
from tests.browser.visitor import NewVisitor, Visitor, Visitors


@pytest.fixture(scope="session")
async def office(stack: Stack) -> AsyncIterator[Office]:
    """The inviter's side of the shared stack."""
    tables = [
        Table(TableClient.from_connection_string(stack.connection_string, name))
        for name in ("Invitations", "InvitationIndex", "Listing", "Audit")
    ]
    invitations, index, listing, audit = tables
    notes = Notes(listing, lambda: datetime.now(UTC))
    async with aiohttp.ClientSession() as http:
        yield Office(stack, http, InvitationTable(invitations, index, notes, AuditIndex(audit)))
    for table in tables:
        await table.close()


@pytest.fixture
async def blocks(stack: Stack) -> AsyncIterator[BlockTable]:
    """What guests have blocked."""
    table = Table(TableClient.from_connection_string(stack.connection_string, "Blocks"))
    yield BlockTable(table)
    await table.close()


@pytest.fixture(scope="session")
async def laboratory(browser: Browser, axe_source: str) -> AsyncIterator[Laboratory]:
    """Where e-mails are checked."""
    context = await browser.new_context(bypass_csp=True)
    yield Laboratory(await context.new_page(), axe_source)
    await context.close()


@pytest.fixture(scope="session")
async def visitors(
    browser: Browser, laboratory: Laboratory, stack: Stack
) -> AsyncIterator[Visitors]:
    """The people of all tests: a browser for each test would cost more than the tests."""
    async with contextlib.AsyncExitStack() as closing:

        async def make(**options: Any) -> Visitor:
            options = {"viewport": {"width": WIDE, "height": HEIGHT}} | options
            context = await browser.new_context(**options)
            closing.push_async_callback(context.close)
            context.set_default_timeout(15_000)
            page = await context.new_page()
            visitor = Visitor(page, laboratory, stack.simulator_url)
            visitor.scripts = options.get("java_script_enabled", True)
            await visitor.begin()
            return visitor

        yield Visitors(make)


@pytest.fixture
async def new_visitor(visitors: Visitors) -> AsyncIterator[NewVisitor]:
    """Returns people whose browser remembers nothing; options are those of a browser context."""
    yield visitors.come
    await visitors.leave()


@pytest.fixture
async def visitor(new_visitor: NewVisitor) -> Visitor:
    """One person."""
    return await new_visitor()


@pytest.fixture
async def desk(visitor: Visitor, stack: Stack, office: Office) -> Desk:
    """An inviter who is signed in."""
    desk = Desk(visitor, stack, office)
    await desk.sign_in()
    return desk
