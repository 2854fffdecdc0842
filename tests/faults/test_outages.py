"""Storage, Graph, identity or e-mail down: a clear answer, and nothing lost or doubled after."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from azure.data.tables import TableClient
from azure.storage.queue import QueueClient, TextBase64EncodePolicy

from dev.stack import Options, Stack
from shared.outer.queues import encode
from shared.usecases.ports import Task
from tests.conftest import UNWATCHED
from tests.faults.client import ask, eventually, faults, guests, invite, mails, state

ONE_SECOND = 1
# A message that could not be settled comes again after it. Shorter, and it would run out on a busy
# machine while its host still works on the message.
LEASE = 10


@pytest.fixture(scope="module")
def shaky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack of its own with kept storage, for tests that break what others rely on."""
    folder = tmp_path_factory.mktemp("shaky")
    data = folder / "data"
    options = Options(folder=folder, data=data, settings=UNWATCHED, queue_lease=LEASE)
    with Stack(options) as stack:
        yield stack


@pytest.fixture(autouse=True)
def _well_again(shaky: Stack) -> Iterator[None]:
    yield
    faults(shaky)


def arrives_once(stack: Stack, address: str) -> bool:
    """Return whether exactly one e-mail has come when there is no more work for it."""
    with _queue(stack, "invitations") as queue:
        idle = eventually(
            lambda: (
                mails(stack, address) > 0
                and queue.get_queue_properties().approximate_message_count == 0
            )
        )
    return idle and mails(stack, address) == 1 and guests(stack, address) == 1


def test_storage_down_is_a_503_and_nothing_is_lost(shaky: Stack) -> None:
    """Table or queue down: 503 with Retry-After; after recovery nothing is lost or doubled."""
    link = invite(shaky, "before@outage.example").headers["Location"]
    shaky.stop_storage()
    refused = invite(shaky, "during@outage.example")
    clicked = ask(link)
    shaky.start_storage()

    assert refused.status == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert clicked.status == 503
    assert int(clicked.headers["Retry-After"]) > 0
    assert "<h1>" in clicked.body
    assert invite(shaky, "during@outage.example").status == 201
    assert ask(link).status == 302
    for address in ("before@outage.example", "during@outage.example"):
        assert arrives_once(shaky, address), address


def test_what_waits_in_the_queue_survives_an_outage_of_storage(shaky: Stack) -> None:
    """An accepted invitation whose e-mail is still to go out goes out after the outage."""
    faults(shaky, {"service": "email", "status": 503, "retry_after": 2, "times": 1})
    assert invite(shaky, "waits@outage.example").status == 201
    assert eventually(lambda: not _fault_left(shaky))
    shaky.stop_storage()
    shaky.start_storage()
    assert arrives_once(shaky, "waits@outage.example")


@pytest.mark.parametrize(
    "fault",
    [
        {"service": "graph", "status": 503, "retry_after": ONE_SECOND},
        {"service": "graph", "status": 429, "retry_after": ONE_SECOND},
        {"service": "graph", "kind": "drop"},
        {"service": "graph", "kind": "lost"},
    ],
    ids=lambda fault: f"{fault['service']}-{fault.get('kind', fault.get('status'))}",
)
def test_graph_down_answers_202_and_the_queue_makes_the_guest(
    shaky: Stack, fault: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    """Graph down: the invitation waits and goes out later (design.md, The flow, step 1)."""
    address = f"{request.node.callspec.id}@graph.example"
    faults(shaky, fault | {"path": "/invitations"})  # the way that awaits the guest is Graph too
    answer = invite(shaky, address)
    assert answer.status == 202
    assert json.loads(answer.body)["state"] == "queued"
    assert arrives_once(shaky, address)
    assert ask(answer.headers["Location"]).status == 302


def test_an_identity_endpoint_that_is_down_is_as_good_as_a_graph_that_is(shaky: Stack) -> None:
    """Without a token there is no guest yet: the queue makes it when tokens come again."""
    shaky.restart_host()  # a fresh host has no token
    faults(shaky, {"service": "identity", "status": 500, "times": -1})
    assert invite(shaky, "guest@identity.example").status == 202
    faults(shaky)
    assert arrives_once(shaky, "guest@identity.example")


def test_a_slow_graph_answers_202_after_5_seconds(shaky: Stack) -> None:
    """A Graph that takes longer than 5 s is left to the queue."""
    faults(shaky, {"service": "graph", "path": "/invitations", "kind": "slow", "seconds": 7})
    start = time.monotonic()
    assert invite(shaky, "slow@graph.example").status == 202
    assert 4.5 < time.monotonic() - start < 7
    assert arrives_once(shaky, "slow@graph.example")


@pytest.mark.parametrize(
    "fault",
    [
        {"service": "email", "status": 429, "retry_after": ONE_SECOND, "times": 2},
        {"service": "email", "status": 503, "retry_after": ONE_SECOND, "times": 2},
        {"service": "email", "status": 500, "retry_after": ONE_SECOND},
        {"service": "email", "kind": "drop"},
        {"service": "email", "kind": "lost"},
    ],
    ids=lambda fault: f"{fault['service']}-{fault.get('kind', fault.get('status'))}",
)
def test_an_email_arrives_once_however_the_provider_fails(
    shaky: Stack, fault: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    """E-mail down: it goes out later, and once even if the answer to the send got lost."""
    address = f"{request.node.callspec.id}@provider.example"
    faults(shaky, {**fault, "path": "emails:send"})
    assert invite(shaky, address).status == 201
    assert arrives_once(shaky, address)


def test_a_suppressed_address_ends_as_failed_and_the_link_says_so(shaky: Stack) -> None:
    """What the provider refuses for good is failed, not tried for ever."""
    faults(shaky, {"service": "email", "status": 400, "code": "InvalidEmailAddress"})
    link = invite(shaky, "refused@provider.example").headers["Location"]
    assert eventually(lambda: ask(link).status == 410)
    row = _row(shaky, link)
    assert (row["state"], row["failure"]) == ("failed", "InvalidEmailAddress")
    assert mails(shaky, "refused@provider.example") == 0


def test_a_poison_message_marks_its_invitation_failed(shaky: Stack) -> None:
    """A message that ends on a poison queue marks its invitation failed (design.md, Storage)."""
    faults(shaky, {"service": "email", "status": 503, "retry_after": 600, "times": -1})
    link = invite(shaky, "poison@provider.example").headers["Location"]
    task = Task(_id(link), "ticket", datetime.now(UTC))
    with _queue(shaky, "invitations-poison") as queue:
        queue.send_message(encode(task))
    assert eventually(lambda: _row(shaky, link)["state"] == "failed")
    assert _row(shaky, link)["failure"] == "poison"


def test_a_message_that_is_none_goes_to_the_poison_queue_and_harms_nobody(shaky: Stack) -> None:
    """A bad message fails its function, so that the host moves it away (style.md)."""
    with _queue(shaky, "invitations") as queue:
        queue.send_message("not JSON")
        assert invite(shaky, "beside@poison.example").status == 201
        assert eventually(lambda: mails(shaky, "beside@poison.example") == 1)
    with _queue(shaky, "invitations-poison") as poison:
        assert eventually(lambda: poison.get_queue_properties().approximate_message_count != 0)


def _queue(stack: Stack, name: str) -> QueueClient:
    return QueueClient.from_connection_string(
        stack.connection_string, name, message_encode_policy=TextBase64EncodePolicy()
    )


def _row(stack: Stack, link: str) -> Any:
    id_ = _id(link)
    with TableClient.from_connection_string(stack.connection_string, "Invitations") as table:
        return table.get_entity(id_[:3], id_)


def _id(link: str) -> str:
    return link.rpartition("=")[2]


def _fault_left(stack: Stack) -> bool:
    return bool(state(stack)["faults"])
