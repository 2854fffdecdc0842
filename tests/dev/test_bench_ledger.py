"""Counting storage calls: what each is, whose it is, and the proxy that sees them."""

import re
import threading
from collections.abc import Iterator

import pytest
from azure.core.credentials import AzureNamedKeyCredential
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.data.tables import TableClient
from azure.storage.queue import QueueClient

from dev.bench.guest import Form
from dev.bench.ledger import Call, Ledger, Step, classify
from dev.bench.proxy import CountingProxy
from dev.ports import Ports

ACCOUNT = "/devstoreaccount1"


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/Invitations(PartitionKey='abc',RowKey='d')", Call("point read")),
        ("GET", "/Invitations()", Call("query")),
        ("POST", "/$batch", Call("batch")),
        ("POST", "/Invitations", Call("POST Invitations")),
        ("PATCH", "/Invitations(PartitionKey='a',RowKey='b')", Call("PATCH Invitations")),
        ("POST", "/Tables", Call("POST Tables")),
        ("PUT", "/invitations", Call("PUT invitations")),
        ("POST", "/invitations/messages", Call("put message")),
        ("POST", "/invitations-poison/messages", Call("put message", by_host=True)),
        ("POST", "/events/messages", Call("put event")),
        ("GET", "/invitations/messages", Call("receive", by_host=True)),
        ("DELETE", "/invitations/messages/12-ab", Call("delete message", by_host=True)),
        ("PUT", "/invitations/messages/12-ab", Call("renew message", by_host=True)),
    ],
)
def test_a_call_is_the_apps_or_the_hosts(method: str, path: str, expected: Call) -> None:
    assert classify(method, ACCOUNT + path, {}) == expected


def test_what_concerns_a_whole_service_is_named_by_its_component() -> None:
    assert classify("GET", ACCOUNT, {"comp": "list"}) == Call("GET list")


def test_a_step_is_what_goes_by_while_it_lasts() -> None:
    ledger, steps = Ledger(), list[Step]()
    ledger.note(Call("batch"))
    with ledger.step("click", steps):
        ledger.note(Call("point read"))
        ledger.note(Call("receive", by_host=True))
        ledger.note(Call("delete message", by_host=True))
    ledger.note(Call("batch"))
    (step,) = steps
    assert step.by_app == {"point read": 1}
    assert step.by_host == {"delete message": 1}


def test_a_message_counts_as_worked_off_when_it_is_deleted() -> None:
    ledger = Ledger()
    assert ledger.wait_worked_off(0)
    ledger.note(Call("put message"))
    ledger.note(Call("put message", failed=True))
    ledger.note(Call("put event"))
    assert not ledger.wait_worked_off(0)
    later = threading.Thread(target=ledger.note, args=[Call("delete message", by_host=True)])
    later.start()
    assert ledger.wait_worked_off(10)
    later.join()


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def front(azurite: str, ledger: Ledger) -> Iterator[tuple[CountingProxy, str]]:
    """A proxy before Azurite, and the connection string that leads through it."""
    ports = Ports.free()
    found = dict(re.findall(r"(Queue|Table)Endpoint=http://127\.0\.0\.1:(\d+)", azurite))
    between = {ports.queue: int(found["Queue"]), ports.table: int(found["Table"])}
    through = azurite.replace(found["Queue"], str(ports.queue))
    through = through.replace(found["Table"], str(ports.table))
    with CountingProxy(between, ledger) as proxy:
        yield proxy, through


def test_signed_calls_pass_and_are_counted(
    front: tuple[CountingProxy, str], ledger: Ledger
) -> None:
    steps: list[Step] = []
    with TableClient.from_connection_string(front[1], "Counted") as table:
        table.create_table()
        rows = [{"PartitionKey": "a bé", "RowKey": f"{number}'s"} for number in range(3)]
        with ledger.step("batch and read", steps):
            table.submit_transaction([("create", row) for row in rows])
            assert table.get_entity("a bé", "2's")["RowKey"] == "2's"
            with pytest.raises(ResourceNotFoundError):
                table.get_entity("a bé", "none")
        with ledger.step("query", steps):
            assert len(list(table.query_entities("RowKey ge '1'"))) == 2
    assert [step.by_app for step in steps] == [{"batch": 1, "point read": 2}, {"query": 1}]


# The SDK's own, where Azurite answers with XML.
@pytest.mark.filterwarnings("ignore:Testing an element's truth value:DeprecationWarning")
def test_a_wrong_signature_stays_wrong(front: tuple[CountingProxy, str]) -> None:
    address = re.search(r"TableEndpoint=([^;]+)", front[1])
    assert address
    credential = AzureNamedKeyCredential("devstoreaccount1", "bm90IHRoZSBrZXk=")
    with (
        TableClient(address[1], "Any", credential=credential) as table,
        pytest.raises(HttpResponseError, match="AuthorizationFailure"),
    ):
        table.get_entity("a", "b")


def test_closed_queues_give_their_messages_when_they_are_opened(
    front: tuple[CountingProxy, str], ledger: Ledger
) -> None:
    proxy, through = front
    steps: list[Step] = []
    received: list[str] = []
    with QueueClient.from_connection_string(through, "held") as queue:
        queue.create_queue()

        def receive() -> None:
            message = queue.receive_message()
            assert message is not None
            received.append(message.content)
            queue.delete_message(message)

        with ledger.step("put", steps):
            host = threading.Thread(target=receive)
            host.start()
            queue.send_message("hello")
            assert received == []
        with ledger.step("work off", steps):
            proxy.open_queues()
            assert ledger.wait_worked_off(10)
        host.join()
        proxy.close_queues()
        queue.send_message("again")
        host = threading.Thread(target=receive)
        host.start()
        for _ in range(5):
            queue.get_queue_properties()
        assert received == ["hello"]
        proxy.open_queues()
        host.join()
    assert received == ["hello", "again"]
    assert [(step.by_app.total(), step.by_host.total()) for step in steps] == [(1, 0), (0, 1)]


def test_a_form_is_read_with_its_first_button_only() -> None:
    page = """<form action="/in"><input name=flow type=hidden value="a&amp;b"><input name=password>
    <button name=action value=accept>Yes</button><button name=action value=decline>No</button>
    </form><form action="/other"><input name=late value=1></form>"""
    form = Form(page)
    assert form.action == "/in"
    assert form.fields == {"flow": "a&b", "password": "", "action": "accept"}
