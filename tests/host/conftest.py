"""Runs the sample apps of this folder in-process."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from dev.host import Host, Options

APPS = Path(__file__).parent / "apps"


@dataclass(frozen=True)
class App:
    """A running sample app: what its functions recorded, and a client whose base is the host."""

    host: Host
    module: Any
    client: aiohttp.ClientSession

    async def status(self, method: str, path: str, **options: Any) -> int:
        """Return the status alone."""
        async with self.client.request(method, path, **options) as response:
            return response.status

    async def text(self, path: str | URL, **options: Any) -> str:
        """Return the body of a GET that has to succeed."""
        async with self.client.get(path, **options) as response:
            assert response.status == 200
            return await response.text()


@pytest.fixture(scope="module", autouse=True)
def _alone() -> None:
    """Forget the app that another test of this process has imported under the same name."""
    sys.modules.pop("function_app", None)


@asynccontextmanager
async def running(name: str, **options: Any) -> AsyncIterator[App]:
    """Run the sample app `name`, on a free port and without the wait before listening."""
    host = Host(Options(APPS / name, listener_delay=0, **options))
    await host.start()
    try:
        async with aiohttp.ClientSession(host.url) as client:
            yield App(host, sys.modules["function_app"], client)
    finally:
        await host.stop()


@pytest.fixture(scope="module")
async def web() -> AsyncIterator[App]:
    """The app with HTTP functions; keys are not checked."""
    async with running("web") as app:
        yield app
