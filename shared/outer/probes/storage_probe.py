"""Whether tables and queues can be read and written, and what stands in them that should not."""

from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.data.tables.aio import TableServiceClient
from azure.storage.queue.aio import QueueServiceClient

from shared.domain.errors import Unavailable
from shared.domain.finding_kinds import (
    CLOCK,
    NO_ANSWER,
    POISON_WAITING,
    STORAGE_DENIED,
    TABLE_MISSING,
)
from shared.domain.findings import Finding
from shared.outer.storage import outages
from shared.outer.tables import Table, create, delete

TABLES, QUEUES = "tables", "queues"
POISON = "-poison"
PROBE = "probe"  # partition of a row, and the name of a queue, that nobody else uses
SKEW = 60.0  # seconds that clocks may differ
_FORBIDDEN = 403
_LIVES = 60  # seconds; a message that could not be deleted goes by itself
# A table and those that are only written once it is there.
_DEPEND = {"Invitations": ("ListingBlocks", "Companies"), "InvitationIndex": ("Invitations",)}


class TableProbe:
    """Lists the tables, writes a row and deletes it."""

    def __init__(
        self, service: TableServiceClient, table: Table, clock: Callable[[], datetime]
    ) -> None:
        self._service = service
        self._table = table
        self._clock = clock

    async def check(self, new_id: Callable[[], str]) -> Sequence[Finding]:
        """Return what is wrong with the tables, and with the clock."""
        dates: list[str] = []

        def note(answer: Any) -> None:
            dates.append(answer.http_response.headers.get("Date", ""))

        async def use() -> set[str]:
            row = {"PartitionKey": PROBE, "RowKey": new_id()}
            await self._table.write([create(row)])
            await self._table.write([delete(PROBE, row["RowKey"])])
            listed = self._service.list_tables(raw_response_hook=note)
            return {table.name async for table in listed}

        try:
            with outages():
                names = await use()
        except (ClientAuthenticationError, HttpResponseError, Unavailable) as error:
            return [_trouble(error, TABLES)]
        return [*_missing(names), *_skew(dates[0] if dates else "", self._clock())]

    async def close(self) -> None:
        """Close the connections."""
        await self._service.close()
        await self._table.close()


class QueueProbe:
    """Puts a message on a queue of its own and deletes it; counts what is on poison queues."""

    def __init__(self, service: QueueServiceClient) -> None:
        self._service = service

    async def check(self) -> Sequence[Finding]:
        """Return what is wrong with the queues."""
        try:
            with outages():
                await self._use()
                return [one async for one in self._poisoned()]
        except (ClientAuthenticationError, HttpResponseError, Unavailable) as error:
            return [_trouble(error, QUEUES)]

    async def _use(self) -> None:
        queue = self._service.get_queue_client(PROBE)
        try:
            await self._put(queue)
        except HttpResponseError as error:
            if getattr(error, "error_code", "") != "QueueNotFound":
                raise
            await queue.create_queue()
            await self._put(queue)

    async def _put(self, queue: Any) -> None:
        message = await queue.send_message(
            PROBE, visibility_timeout=_LIVES - 1, time_to_live=_LIVES
        )
        await queue.delete_message(message)

    async def _poisoned(self) -> Any:
        async for queue in self._service.list_queues():
            if not queue.name.endswith(POISON):
                continue
            client = self._service.get_queue_client(queue.name)
            count = (await client.get_queue_properties()).approximate_message_count
            if count:
                yield Finding(POISON_WAITING, f"{queue.name}: {count}")

    async def close(self) -> None:
        """Close the connections."""
        await self._service.close()


def _missing(names: set[str]) -> list[Finding]:
    return [
        Finding(TABLE_MISSING, table)
        for table, others in _DEPEND.items()
        if table not in names and names.intersection(others)
    ]


def _skew(date: str, now: datetime) -> list[Finding]:
    """Compare the app's clock with the Date header of an answer (RFC 9110, 6.6.1)."""
    try:
        differs = (now - parsedate_to_datetime(date)).total_seconds()
    except (ValueError, TypeError):
        return []
    return [Finding(CLOCK, f"{differs:+.0f} s")] if abs(differs) > SKEW else []


def _trouble(error: Exception, part: str) -> Finding:
    denied = isinstance(error, ClientAuthenticationError) or (
        isinstance(error, HttpResponseError) and error.status_code == _FORBIDDEN
    )
    return Finding(STORAGE_DENIED if denied else NO_ANSWER, part)
