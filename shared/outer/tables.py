"""One table: a client made once, made again never; the table itself made when it is missing."""

import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any

from azure.core.exceptions import ResourceExistsError, ResourceNotFoundError
from azure.data.tables import TableTransactionError
from azure.data.tables.aio import TableClient

from shared.domain.errors import LostRace
from shared.outer import schema, transaction
from shared.outer.storage import outages, told_as_unavailable
from shared.outer.transaction import ANY, Operation, Row

_CONFLICT = 409
_GONE = {404, 412}


class AlreadyThere(Exception):
    """A row of the transaction exists already."""


class Table:
    """Point reads and transactions of one table."""

    def __init__(self, client: TableClient) -> None:
        self._client = client

    @told_as_unavailable
    async def get(self, partition: str, row: str, select: list[str] | None = None) -> Any:
        """Return the entity, with its ETag at `.metadata`, or None.

        Reading raises Unavailable for a row that a newer version of the app has written.
        """
        try:
            found = await self._client.get_entity(partition, row, select=_with_schema(select))
        except ResourceNotFoundError:
            return None
        schema.checked(found)
        return found

    @told_as_unavailable
    async def write(self, operations: Sequence[Operation]) -> list[str]:
        """Carry out up to 100 operations on rows of one partition, all or none; return their ETags.

        Raises AlreadyThere for a create of a row that exists, and LostRace for a row that was
        changed or deleted since it was read.
        """
        try:
            return await self._with_table(lambda: transaction.submit(self._client, operations))
        except TableTransactionError as error:
            if error.status_code == _CONFLICT:
                raise AlreadyThere from error
            if error.status_code in _GONE:
                raise LostRace from error
            raise

    @told_as_unavailable
    async def rows(
        self, partition: str, start: str, end: str, select: list[str] | None = None
    ) -> list[Any]:
        """Return the entities from `start` to before `end`, in order."""
        found = self._client.query_entities(
            "PartitionKey eq @partition and RowKey ge @start and RowKey lt @end",
            parameters={"partition": partition, "start": start, "end": end},
            select=_with_schema(select),
        )
        try:
            read = [row async for row in found]
        except ResourceNotFoundError:
            return []
        for row in read:
            schema.checked(row)
        return read

    async def where(
        self, condition: str, select: list[str] | None, **parameters: Any
    ) -> AsyncGenerator[Any]:
        """Yield the entities of the whole table that meet the condition, page by page.

        They have the properties of `select`, or all of them. `@name` in the condition stands for
        the parameter of that name.
        """
        with outages():
            try:
                async for row in self._client.query_entities(
                    condition, select=_with_schema(select), parameters=parameters or None
                ):
                    schema.checked(row)
                    yield row
            except ResourceNotFoundError:
                return

    @told_as_unavailable
    async def page(
        self,
        condition: str,
        select: list[str],
        most: int,
        token: dict[str, str] | None,
        **parameters: Any,
    ) -> tuple[list[Any], dict[str, str] | None]:
        """Return in one call `most` entities that meet the condition, and where storage goes on."""
        found = self._client.query_entities(
            condition, select=select, parameters=parameters or None, results_per_page=most
        )
        # The tables' SDK has pairs of keys where others have a text, and says so nowhere.
        pages: Any = found.by_page(continuation_token=token)  # type: ignore[arg-type]
        try:
            async for some in pages:
                return [row async for row in some], pages.continuation_token
        except ResourceNotFoundError:
            pass
        return [], None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _with_table[T](self, call: Callable[[], Awaitable[T]]) -> T:
        """Make the table if it is missing: a fresh storage account has none."""
        try:
            return await call()
        except (TableTransactionError, ResourceNotFoundError) as error:
            if getattr(error, "error_code", "") != "TableNotFound":
                raise
            await self._make_table()
            return await call()

    async def _make_table(self) -> None:
        with contextlib.suppress(ResourceExistsError):
            await self._client.create_table()


def create(row: Row) -> Operation:
    """Return the operation that adds a row."""
    return Operation("POST", _stamped(row))


def put(row: Row) -> Operation:
    """Return the operation that adds or replaces a row, whatever is there."""
    return Operation("PUT", _stamped(row))


def update(row: Row, version: str) -> Operation:
    """Return the operation that changes a row only if it is still as it was read."""
    return Operation("PATCH", row, version)


def replace(row: Row, version: str) -> Operation:
    """Return the operation that puts a row in the place of one that is still as it was read."""
    return Operation("PUT", _stamped(row), version)


def delete(partition: str, row: str) -> Operation:
    """Return the operation that takes a row away, whatever it says."""
    return delete_unchanged(partition, row, ANY)


def delete_unchanged(partition: str, row: str, version: str) -> Operation:
    """Return the operation that takes a row away only if it is still as it was read."""
    return Operation("DELETE", {"PartitionKey": partition, "RowKey": row}, version)


def _stamped(row: Row) -> dict[str, Any]:
    """Return a row that is written whole, with the shape that it has."""
    return {**row, schema.COLUMN: schema.SCHEMA}


def _with_schema(select: list[str] | None) -> list[str] | None:
    return None if select is None else [*select, schema.COLUMN]


def version_of(entity: Any) -> str:
    """Return the ETag of an entity that was read."""
    return str(entity.metadata["etag"])
