"""The whole stack with the package in place of the tree: some of tests/journey, as it is.

All of it: python3 -m dev test tests/journey --app dist/symuserinvitation-<version>.zip
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.parts import APP_VARIABLE
from dev.stack import Options, Stack
from tests.conftest import SHORT_WAITS
from tests.journey.conftest import inviter, people, person
from tests.journey.system import System
from tests.journey.test_access import test_access_is_granted_and_the_platform_told
from tests.journey.test_company import (
    test_the_page_shows_what_sales_registered_and_stays_grey_while_it_is_wrong,
)
from tests.journey.test_console_sign_in import test_an_inviter_signs_in_and_comes_to_the_console
from tests.journey.test_import import (
    test_a_preview_sends_nothing_and_confirming_it_invites_in_each_language,
)
from tests.journey.test_reset import (
    test_a_completed_guest_changes_the_address_and_keeps_the_company,
)
from tests.journey.test_transports import (
    by_graph,
    by_smtp,
    relay,
    test_from_a_mailbox,
    test_through_a_mail_server,
    test_through_azure_communication_services,
)

__all__ = [
    "by_graph",
    "by_smtp",
    "inviter",
    "people",
    "person",
    "relay",
    "test_a_completed_guest_changes_the_address_and_keeps_the_company",
    "test_a_preview_sends_nothing_and_confirming_it_invites_in_each_language",
    "test_access_is_granted_and_the_platform_told",
    "test_an_inviter_signs_in_and_comes_to_the_console",
    "test_from_a_mailbox",
    "test_the_page_shows_what_sales_registered_and_stays_grey_while_it_is_wrong",
    "test_through_a_mail_server",
    "test_through_azure_communication_services",
]


@pytest.fixture(scope="module", autouse=True)
def served(unpacked: Path) -> Iterator[Path]:
    """The package, for every stack that these tests start."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(APP_VARIABLE, str(unpacked))
        yield unpacked


@pytest.fixture(scope="module")
def stack(served: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One that serves the package."""
    options = Options(folder=tmp_path_factory.mktemp("packaged"), settings=SHORT_WAITS)
    assert options.app == served
    with Stack(options) as running:
        yield running


@pytest.fixture(scope="module")
def system(stack: Stack) -> Iterator[System]:
    with System(stack) as one:
        yield one


@pytest.mark.skipif(sys.platform != "linux", reason="reads proc(5)")
def test_the_host_sees_the_package_alone(system: System, served: Path) -> None:
    """Neither the tree nor the libraries of this Python stand in for what the package lacks."""
    maps = Path(f"/proc/{system.stack.host.pid}/maps")
    files = {line.split(maxsplit=5)[-1] for line in maps.read_text().splitlines()}
    extensions = {file for file in files if "site-packages" in file and ".so" in file}
    assert extensions
    assert all(line.startswith(str(served)) for line in extensions)
