"""Imports in dictionaries, in front of no work."""

import dataclasses
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.domain.errors import LostRace, Unavailable
from shared.usecases.imports.model import Import, Lot, Progress, Stage, counted
from shared.usecases.imports.ports import ImportTask

# The names of the ports' parameters are those that the app calls them with.
# ruff: noqa: ARG002


@dataclass
class FakeImports:
    """The ImportStore; `read` counts the lots that were read, `outage` is raised by the next."""

    rows: dict[str, Import] = field(default_factory=dict)
    kept: dict[str, list[Lot]] = field(default_factory=dict)
    read: int = 0
    outage: Unavailable | None = None

    async def add(self, import_: Import, lots: Sequence[Lot]) -> Import:
        self.kept[import_.id] = list(lots)
        self.rows[import_.id] = import_.having(version="1")
        return self.rows[import_.id]

    async def get(self, import_id: str) -> Import | None:
        return self.rows.get(import_id)

    async def save(self, import_: Import) -> Import:
        if self.outage is not None:
            raise self.outage
        if self.rows[import_.id].version != import_.version:
            raise LostRace
        self.rows[import_.id] = import_.having(version=f"{import_.version}1")
        return self.rows[import_.id]

    async def progress(self, import_id: str) -> Progress:
        lots = self.kept[import_id]
        rows = [row for lot in lots for row in lot.rows]
        return Progress(sum(lot.done for lot in lots), counted(rows))

    async def lots(self, import_id: str) -> AsyncIterator[Lot]:
        for lot in self.kept[import_id]:
            self.read += 1
            yield lot

    async def open_lots(self, import_id: str) -> list[int]:
        return [lot.number for lot in self.kept[import_id] if not lot.done]

    async def lot(self, import_id: str, number: int) -> Lot | None:
        return next((lot for lot in self.kept[import_id] if lot.number == number), None)

    async def save_lot(self, lot: Lot) -> None:
        there = await self.lot(lot.import_id, lot.number)
        assert there is not None
        if there.version != lot.version:
            raise LostRace
        self.kept[lot.import_id][lot.number] = dataclasses.replace(lot, version=f"{lot.version}1")

    async def over(self, previewed: datetime, confirmed: datetime | None) -> AsyncIterator[str]:
        for one in list(self.rows.values()):
            since, until = one.confirmed or one.created, confirmed if one.confirmed else previewed
            if one.stage is Stage.ERASING or (until is not None and since < until):
                yield one.id

    async def drop(self, import_id: str) -> None:
        del self.rows[import_id], self.kept[import_id]

    async def brought_by(self, address: str) -> AsyncIterator[str]:
        for one in list(self.rows.values()):
            if address in repr((one.by, one.inviter, one.read_as)).lower():
                yield one.id

    async def lots_naming(self, address: str) -> AsyncIterator[Lot]:
        for lot in [lot for lots in self.kept.values() for lot in lots]:
            if address in repr(lot.rows).lower():
                yield lot

    def finish(self, import_id: str) -> None:
        """Mark all lots as done."""
        done = [dataclasses.replace(lot, done=True) for lot in self.kept[import_id]]
        self.kept[import_id] = done


@dataclass
class FakeMany:
    """What is known of many addresses at once: who is invited, whose hashes are blocked."""

    known: dict[str, str] = field(default_factory=dict)
    hashes: set[str] = field(default_factory=set)

    async def blocked(
        self, organisation: str, addresses: Collection[str] | None = None
    ) -> Collection[str]:
        return self.hashes

    async def invited(
        self, organisation: str, wanted: Mapping[str, str], now: datetime
    ) -> dict[str, str]:
        return {address: self.known[address] for address in wanted if address in self.known}


@dataclass
class FakeImportQueue:
    """Keeps what was sent."""

    tasks: list[ImportTask] = field(default_factory=list)

    async def send(self, task: ImportTask, delay: timedelta = timedelta()) -> None:
        self.tasks.append(task)
