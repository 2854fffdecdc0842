"""The stack as tests use it: broken on purpose, and whole again."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from azure.data.tables import TableServiceClient

from dev.children import ChildError
from dev.invitation import invite
from dev.stack import Options, Stack
from tests.conftest import SHORT_WAITS
from tests.dev.processes import runs


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack that these tests may break, with kept data."""
    folder = tmp_path_factory.mktemp("own")
    options = Options(folder=folder, data=folder, settings=SHORT_WAITS)
    with Stack(options) as running:
        yield running


def link_status(stack: Stack, link: str) -> int:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    try:
        with urllib.request.build_opener(Stay).open(link, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.fixture(scope="module")
def link(own: Stack) -> str:
    return invite(own.app_url, own.keys.invite_user)


def test_the_shared_stack_takes_an_invitation_with_its_key_only(stack: Stack) -> None:
    assert link_status(stack, invite(stack.app_url, stack.keys.invite_user)) == 302
    with pytest.raises(Exception, match="answered 401"):
        invite(stack.app_url, "another-key")


def test_a_killed_host_comes_back_with_what_it_had_taken(own: Stack, link: str) -> None:
    pid = own.host.pid
    own.kill_host()
    assert not runs(pid)
    with pytest.raises(urllib.error.URLError):
        link_status(own, link)
    own.start_host()
    assert own.host.pid != pid
    assert link_status(own, link) == 302


def test_the_host_restarts(own: Stack, link: str) -> None:
    pid = own.host.pid
    own.restart_host()
    assert own.host.pid != pid
    assert link_status(own, link) == 302


def test_storage_that_was_stopped_has_its_data_again(own: Stack, link: str) -> None:
    own.stop_storage()
    own.check()
    own.start_storage()
    with TableServiceClient.from_connection_string(own.connection_string) as tables:
        assert "Invitations" in {table.name for table in tables.list_tables()}
    assert link_status(own, link) == 302


def test_azurite_alone_serves_tables(azurite: str) -> None:
    with TableServiceClient.from_connection_string(azurite) as tables:
        tables.create_table_if_not_exists("Probe")
        assert "Probe" in [table.name for table in tables.list_tables()]


def test_settings_are_overridden(own: Stack, tmp_path: Path) -> None:
    name = "AzureFunctionsJobHost__extensions__queues__visibilityTimeout"
    environ = Path(f"/proc/{own.host.pid}/environ")
    assert own.settings[name] == SHORT_WAITS[name]
    if environ.exists():
        assert f"{name}={SHORT_WAITS[name]}" in environ.read_text().split("\0")


def test_a_stack_that_cannot_start_ends_what_it_started(tmp_path: Path) -> None:
    stack = Stack(Options(folder=tmp_path, app=tmp_path / "no-app"))
    with pytest.raises(ChildError, match=r"the host ended .*logs/host\.log"), stack:
        pytest.fail("it has no app")
    assert not any(part.alive for part in (stack.host, stack.simulator, stack.storage))
    assert stack.options.ports.busy() == {}
