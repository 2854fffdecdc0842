"""What was given up is listed without addresses, explained, and requeued once."""

import base64
import json
from collections.abc import Callable
from contextlib import closing

import pytest
from azure.storage.queue import QueueClient

from dev.operating import poison
from dev.operating.calls import App
from dev.stack import Stack
from shared.domain.happening import reference
from shared.usecases.halting import FRESH
from tests.journey.system import System, body, new_address
from tests.journey.waiting import until

Run = Callable[..., list[str]]


@pytest.fixture
def run(
    operated: Stack, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Run the command and return its lines."""
    monkeypatch.setenv("AzureWebJobsStorage", operated.connection_string)

    def command(*arguments: str) -> list[str]:
        assert poison.main(list(arguments)) == 0, capsys.readouterr().err
        return capsys.readouterr().out.splitlines()

    return command


def put(stack: Stack, queue: str, content: dict[str, object]) -> None:
    """Put a message on a queue, which is made if it is missing."""
    with closing(QueueClient.from_connection_string(stack.connection_string, queue)) as client:
        if not _is_there(client):
            client.create_queue()
        client.send_message(base64.b64encode(json.dumps(content).encode()).decode())


def _is_there(client: QueueClient) -> bool:
    from azure.core.exceptions import ResourceNotFoundError

    try:
        client.get_queue_properties()
    except ResourceNotFoundError:
        return False
    return True


def task(invitation: str) -> dict[str, object]:
    created = "2026-11-20T03:12:00+00:00"
    return {"invitation": invitation, "ticket": "t", "created": created, "attempt": 0}


def test_an_invitation_that_was_given_up_goes_once(
    operated: Stack, system: System, run: Run
) -> None:
    app, address = App(operated.app_url, operated.keys.host), new_address("poison")
    app.ask("POST", "Sending/pause")
    try:
        _wait_for_the_pause(system)
        answer = system.post(body(guest={"email": address, "name": "Willy URS"}))
        invitation = str(answer.json()["invitationId"])
        put(operated, "invitations-poison", task(invitation))
        until(lambda: system.row(invitation)["state"] == "failed")
    finally:
        app.ask("POST", "Sending/resume")
    name = reference(invitation)[:12]
    (shown,) = [line for line in run("list") if line.startswith(name)]
    assert "invitation failed" in shown
    whole = "\n".join([*run("list"), *run("explain", name)])
    assert address not in whole
    assert invitation not in whole, "the id is a bearer secret"
    assert "why:  Sending failed several times" in whole
    assert address in "\n".join(run("list", "--show-addresses"))
    assert system.mails(address) == []
    (done,) = run("requeue", name[:8], "--by", "eva")
    assert done.endswith(": requeued")
    until(lambda: system.mails(address))
    until(lambda: system.row(invitation)["state"] == "sent")
    assert "InvitationRequeued" in system.kinds(invitation)
    assert not [line for line in run("list") if line.startswith(name)]
    assert poison.main(["requeue", name]) == 1, "there is nothing any more"
    assert len(system.mails(address)) == 1


def test_messages_that_nobody_takes_are_moved_once(
    operated: Stack, system: System, run: Run
) -> None:
    for number in range(3):
        put(operated, "nobodys-poison", {"number": number})
    found = [line for line in run("list") if "on nobodys-poison" in line]
    assert len(found) == 3
    first, *_ = (line.split()[0] for line in found)
    (moved,) = [line for line in run("requeue", first) if "nobodys" in line]
    assert moved.endswith(": requeued")
    assert len([line for line in run("list") if "on nobodys-poison" in line]) == 2
    run("requeue", "--all")
    with closing(
        QueueClient.from_connection_string(operated.connection_string, "nobodys")
    ) as queue:
        moved_to = [
            json.loads(base64.b64decode(one.content))["number"] for one in queue.receive_messages()
        ]
    assert sorted(moved_to) == [0, 1, 2]
    with closing(
        QueueClient.from_connection_string(operated.connection_string, "nobodys-poison")
    ) as queue:
        # Hidden ones count as well.
        assert queue.get_queue_properties().approximate_message_count == 0
    assert run("list")[-1] == "0 given up"


def test_a_message_that_the_app_did_not_take_yet_is_requeued(
    operated: Stack, system: System, run: Run
) -> None:
    """As when the app is down: its own consumer is not faster here, for the row went on."""
    invitation = system.invite()
    system.sent(invitation)
    put(operated, "invitations-bulk-poison-poison", task(invitation))
    (done,) = [line for line in run("requeue", "--all") if "bulk" in line]
    assert done.endswith(": requeued"), "to the poison queue, which the app looks at again"
    until(lambda: not [line for line in run("list") if "bulk" in line])
    assert len(system.mails(system.row(invitation)["guest_email"])) == 1


@pytest.mark.parametrize("arguments", [["requeue"], ["requeue", "abcd", "--all"], ["list", "abc"]])
def test_a_command_that_could_mean_too_much_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        poison.main(arguments)


def test_without_an_account_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("AzureWebJobsStorage", "AzureWebJobsStorage__accountName"):
        monkeypatch.delenv(name, raising=False)
    assert poison.main(["list"]) == 1
    assert "--account" in capsys.readouterr().err


def _wait_for_the_pause(system: System) -> None:
    """Wait until no e-mail goes any more."""
    import time

    time.sleep(FRESH + 0.5)
