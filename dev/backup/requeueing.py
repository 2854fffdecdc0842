"""Puts the work that restored rows wait for on the queues, which no back-up holds.

A task is put with the ticket that the row knows: whoever finds that ticket asks the provider about
the e-mail before it is sent. Doing it twice does no harm, as a message delivered twice does none.
"""

import contextlib
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from azure.core.exceptions import ResourceExistsError, ResourceNotFoundError
from azure.data.tables import TableServiceClient
from azure.storage.queue import QueueServiceClient, TextBase64EncodePolicy

from shared.import_services import IMPORTS
from shared.outer.queues import encode
from shared.services import ACCEPTANCES, BULK, INVITATIONS
from shared.usecases.imports.model import Stage
from shared.usecases.ports import Task

_NEVER = -1
_WAITING = "state eq 'queued' or state eq 'completed' or fate eq 'queued'"
_COLUMNS = ["RowKey", "state", "access", "bulk", "round", "send_ticket", "fate", "id", "ticket"]
_COLUMNS += ["invitation_id", "erased"]
# Of the access: given, or given up.
_ENDED = {"granted", "failed"}


def requeue(
    tables: TableServiceClient, queues: QueueServiceClient, clock: Callable[[], datetime]
) -> Counter[str]:
    """Put a message for each row that waits, and return how many went on each queue."""
    put: Counter[str] = Counter()
    for name, text in [*_of_invitations(tables, clock()), *_of_imports(tables)]:
        _put(queues, name, text)
        put[name] += 1
    return put


def _of_invitations(tables: TableServiceClient, now: datetime) -> Iterator[tuple[str, str]]:
    found = tables.get_table_client("Invitations").query_entities(_WAITING, select=_COLUMNS)
    for row in _there(found):
        if row.get("fate") == "queued":
            ticket = row.get("ticket") or str(uuid.uuid4())
            task = Task(row["invitation_id"], ticket, now, letter=row["id"], told=True)
            yield INVITATIONS, encode(task)
        elif row.get("state") == "queued":
            ticket = row.get("send_ticket") or str(uuid.uuid4())
            task = Task(row["RowKey"], ticket, now, round=row.get("round", 0))
            yield (BULK if row.get("bulk") else INVITATIONS), encode(task)
        elif row.get("access") not in _ENDED and not row.get("erased"):
            yield ACCEPTANCES, encode(Task(row["RowKey"], str(uuid.uuid4()), now))


def _of_imports(tables: TableServiceClient) -> Iterator[tuple[str, str]]:
    found = tables.get_table_client("Imports").query_entities(
        f"stage eq '{Stage.CONFIRMED}'", select=["PartitionKey"]
    )
    for row in _there(found):
        yield IMPORTS, json.dumps({"import": row["PartitionKey"], "attempt": 0})


def _there(found: Any) -> Iterator[Any]:
    try:
        yield from found
    except ResourceNotFoundError:
        return


def _put(queues: QueueServiceClient, name: str, text: str) -> None:
    queue = queues.get_queue_client(name, message_encode_policy=TextBase64EncodePolicy())
    try:
        queue.send_message(text, time_to_live=_NEVER)
    except ResourceNotFoundError:
        with contextlib.suppress(ResourceExistsError):
            queue.create_queue()
        queue.send_message(text, time_to_live=_NEVER)
