"""A running app loses its tables: restored, links lead on, and what waited goes out once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from azure.storage.queue import QueueServiceClient

from dev.backup.__main__ import main
from dev.backup.account import VARIABLE
from dev.stack import Options, Stack
from tests.conftest import UNWATCHED
from tests.faults.client import ask, eventually, faults, invite, mails

DONE = "done@restore.example"
WAITS = "waits@restore.example"
ASKED = "asked@restore.example"


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack of its own: its storage is emptied."""
    folder = tmp_path_factory.mktemp("lost")
    options = Options(folder=folder, settings=UNWATCHED)
    with Stack(options) as stack:
        yield stack


def empty_storage(stack: Stack) -> None:
    """Begin with a fresh Azurite, which keeps everything in memory."""
    stack.stop_storage()
    stack.start_storage()


def backup(what: str, folder: Path) -> None:
    assert main([what, str(folder)]) == 0


def test_what_waited_goes_out_once_and_links_lead_on(
    lost: Stack,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(VARIABLE, lost.connection_string)
    link = invite(lost, DONE).headers["Location"]
    assert eventually(lambda: mails(lost, DONE) == 1)
    # One whose sending was begun and whose answer got lost, and one that waits for it.
    faults(
        lost,
        {"service": "email", "kind": "lost", "times": 1},
        {"service": "email", "status": 503, "times": -1},
    )
    assert invite(lost, ASKED).status == 201
    assert eventually(lambda: mails(lost, ASKED) == 1)
    waiting = invite(lost, WAITS).headers["Location"]
    lost.host.stop()
    backup("save", tmp_path)

    empty_storage(lost)
    faults(lost)
    backup("restore", tmp_path)
    backup("requeue", tmp_path)
    lost.start_host()

    assert eventually(lambda: mails(lost, WAITS) == 1)
    assert eventually(lambda: idle(lost))
    assert [mails(lost, address) for address in (DONE, WAITS, ASKED)] == [1, 1, 1]
    assert [ask(one).status for one in (link, waiting)] == [302, 302]
    again = invite(lost, DONE)
    assert again.headers["Location"] == link
    assert "invitations: 2" in capsys.readouterr().out


def idle(stack: Stack) -> bool:
    with QueueServiceClient.from_connection_string(stack.connection_string) as queues:
        queue = queues.get_queue_client("invitations")
        return queue.get_queue_properties().approximate_message_count == 0
