"""The messages that a host holds, as a proxy sees them: released when it is dead.

On Azure its lease runs out after ten minutes. A lease short enough for a test would run out on a
busy machine as well, while its host still works on the message.
"""

from contextlib import suppress
from xml.etree import ElementTree

from aiohttp import web
from azure.core.exceptions import HttpResponseError
from azure.storage.queue import QueueServiceClient


class Held:
    """What was received and neither deleted nor released since."""

    def __init__(self) -> None:
        self._receipts: dict[tuple[str, str], str] = {}

    def note(self, request: web.Request, answer: web.Response) -> None:
        """Follow one call to a queue and what Azurite answered."""
        queue, what, message_id = _parts(request.path)
        if what != "messages" or answer.status >= 300:
            return
        if request.method == "GET":
            received = ElementTree.fromstring(answer.text or "")  # noqa: S314 - Azurite's own
            for message in received.iter("QueueMessage"):
                id_, receipt = message.findtext("MessageId"), message.findtext("PopReceipt")
                if id_ and receipt:
                    self._receipts[queue, id_] = receipt
        elif request.method == "PUT":
            self._receipts[queue, message_id] = answer.headers["x-ms-popreceipt"]
        elif request.method == "DELETE":
            self._receipts.pop((queue, message_id), None)

    def release(self, connection_string: str) -> None:
        """Let the next host receive all of them at once."""
        with QueueServiceClient.from_connection_string(connection_string) as queues:
            for (queue, id_), receipt in self._receipts.items():
                with queues.get_queue_client(queue) as client, suppress(HttpResponseError):
                    # A message that was put back may have been received by another host since.
                    client.update_message(id_, receipt, visibility_timeout=0)
        self._receipts.clear()


def _parts(path: str) -> tuple[str, str, str]:
    """Return the queue, `messages` and the message's id of /account/queue/messages/id."""
    _, _, queue, what, id_ = [*path.split("/"), "", "", "", ""][:5]
    return queue, what, id_
