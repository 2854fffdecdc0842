"""What tests share: storage, the whole local environment, a browser. All are started when asked."""

import os
import zipfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.async_api import Browser, async_playwright

from dev import parts
from dev.bootstrap import chromium, node
from dev.parts import ROOT, Options
from dev.ports import Ports
from dev.settings import connection_string
from dev.stack import Stack

# The last five keep Chromium from asking for things on the internet; a GPU process of its own
# would only cost time.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# host.json's waits are for Azure; a test that waits for a second try has no half minute.
SHORT_WAITS = {
    "AzureFunctionsJobHost__extensions__queues__visibilityTimeout": "00:00:01",
    "AzureFunctionsJobHost__extensions__queues__maxPollingInterval": "00:00:00.2000000",
    "OTEL_BSP_SCHEDULE_DELAY": "200",
    "OTEL_METRIC_EXPORT_INTERVAL": "500",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the whole suite, or the journey alone, run against another app than the tree."""
    parser.addoption(
        "--app",
        type=Path,
        metavar="PATH",
        help="what the local host serves in place of the tree: a package, or a folder",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Serve what --app says; workers inherit it from the process that was asked."""
    app: Path | None = config.getoption("--app")
    if app is None or parts.APP_VARIABLE in os.environ:
        return
    if app.suffix == ".zip":
        folder = TemporaryDirectory(prefix="package-")
        config.add_cleanup(folder.cleanup)
        with zipfile.ZipFile(app) as archive:
            archive.extractall(folder.name)
        app = Path(folder.name)
    if not (app / "function_app.py").is_file():
        raise pytest.UsageError(f"--app: there is no function_app.py in {app}")
    os.environ[parts.APP_VARIABLE] = str(app.resolve())


# For what dies and is started again: the exporters take a second of each start, and a short lease
# runs out while they are imported.
UNWATCHED = SHORT_WAITS | {"APPLICATIONINSIGHTS_CONNECTION_STRING": ""}


@pytest.fixture(scope="session")
def azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The connection string of an Azurite that keeps everything in memory."""
    options = Options(folder=tmp_path_factory.mktemp("azurite"), ports=Ports.free())
    storage = parts.storage(options)
    storage.child.start()
    try:
        storage.child.wait_ready(storage.ready)
        yield connection_string(options.ports)
    finally:
        storage.child.stop()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole local environment on free ports, function keys checked, one for all tests.

    It is shared: a test brings its own addresses, and breaks only what it started itself.
    """
    options = Options(folder=tmp_path_factory.mktemp("stack"), settings=SHORT_WAITS)
    with Stack(options) as running:
        yield running


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium; each test makes its own context from it."""
    path = chromium.find(os.environ)
    if path is None:
        pytest.fail("No Chromium is set. Run the tests with: python3 -m dev test")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(path), args=CHROMIUM_ARGUMENTS
        )
        try:
            yield browser
        finally:
            await browser.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The script of axe-core, to be put into a page."""
    return Path(node.modules(ROOT), "axe-core", "axe.min.js").read_text(encoding="utf-8")
