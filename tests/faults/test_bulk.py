"""Bulk end to end: a queue of its own, single ones before it, its poison queue."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from azure.data.tables import TableClient
from azure.storage.queue import QueueClient, TextBase64EncodePolicy

from dev.stack import Options, Stack
from shared.outer.queues import encode
from shared.usecases.ports import Task
from tests.conftest import UNWATCHED
from tests.faults.client import Answer, ask, eventually, invite, mails

# A fifth goes at once, the next one minutes later.
PER_HOUR = 20
AT_ONCE = PER_HOUR // 5
MANY = 16  # as many as a queue's function works on at a time


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack whose provider takes few e-mails."""
    settings = {**UNWATCHED, "EMAIL_PER_HOUR": str(PER_HOUR)}
    options = Options(folder=tmp_path_factory.mktemp("narrow"), settings=settings)
    with Stack(options) as stack:
        yield stack


def test_single_ones_go_while_many_of_bulk_wait_even_over_a_restart(narrow: Stack) -> None:
    answers = [_invite_bulk(narrow, f"bulk{number}@rush.example") for number in range(MANY)]
    assert {answer.status for answer in answers} == {201}
    addresses = [f"bulk{number}@rush.example" for number in range(MANY)]
    assert eventually(lambda: sum(mails(narrow, to) for to in addresses) == AT_ONCE)

    with QueueClient.from_connection_string(narrow.connection_string, "invitations-bulk") as queue:
        assert eventually(
            lambda: queue.get_queue_properties().approximate_message_count == MANY - AT_ONCE
        )

    assert invite(narrow, "single@rush.example").status == 201
    assert eventually(lambda: mails(narrow, "single@rush.example") == 1)
    narrow.restart_host()
    assert invite(narrow, "after@rush.example").status == 201
    assert eventually(lambda: mails(narrow, "after@rush.example") == 1)
    assert sum(mails(narrow, to) for to in addresses) == AT_ONCE

    # Sending one of those that wait again makes it a single one.
    waiting = next(n for n, to in enumerate(addresses) if not mails(narrow, to))
    id_ = json.loads(answers[waiting].body)["invitationId"]
    resend = ask(
        f"{narrow.app_url}/api/Invitations/{id_}/resend",
        b"{}",
        {"x-functions-key": narrow.keys.host, "Content-Type": "application/json"},
    )
    assert resend.status == 202, resend.body
    assert eventually(lambda: mails(narrow, addresses[waiting]) == 1)


def test_a_poison_message_of_bulk_marks_its_invitation_failed(narrow: Stack) -> None:
    link = _invite_bulk(narrow, "poison@rush.example").headers["Location"]
    id_ = link.rpartition("=")[2]
    with QueueClient.from_connection_string(
        narrow.connection_string,
        "invitations-bulk-poison",
        message_encode_policy=TextBase64EncodePolicy(),
    ) as queue:
        queue.send_message(encode(Task(id_, "ticket", datetime.now(UTC))))
    with TableClient.from_connection_string(narrow.connection_string, "Invitations") as table:
        assert eventually(lambda: table.get_entity(id_[:3], id_)["state"] == "failed")
        assert table.get_entity(id_[:3], id_)["failure"] == "poison"


def _invite_bulk(stack: Stack, address: str) -> Answer:
    body = {
        "guest": {"email": address, "name": "Guest"},
        "inviter": {"email": "inviter@gfms.example", "name": "Inviter"},
        "organisation": "GFMS",
        "bulk": True,
    }
    headers = {"Content-Type": "application/json", "x-functions-key": stack.keys.invite_user}
    return ask(f"{stack.app_url}/api/InviteUser", json.dumps(body).encode(), headers)
