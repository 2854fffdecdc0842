"""Of two who confirm an import at once, both hear that it is confirmed, and it is paid once."""

from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from shared.domain.caller import Caller
from shared.domain.errors import LostRace, Unavailable
from shared.usecases.imports.confirm import confirm_import
from shared.usecases.imports.model import Counts, Import, Stage
from shared.usecases.imports.ports import ImportStore, ImportTask
from tests.samples import NOW

_ID = "0f5d8a4e-6f0b-4b69-9a53-3f6a5f4f8f10"


@dataclass
class _World:
    """An import that somebody else changes so many times just before it is stored."""

    lost: int
    other: Stage
    spent: int = 0
    queued: list[ImportTask] = field(default_factory=list)
    row: Import = Import(_ID, "GFMS", "", NOW, 1, Counts(ready=3))

    async def get(self, _: str) -> Import:
        return self.row

    async def save(self, import_: Import) -> Import:
        if self.lost:
            self.lost -= 1
            self.row = replace(self.row, stage=self.other)
            raise LostRace
        self.row = import_
        return import_

    async def spend(self, _: str, __: str, count: int) -> None:
        self.spent += count

    async def give_back(self, _: str, __: str, count: int) -> None:
        self.spent -= count

    async def send(self, task: ImportTask) -> None:
        self.queued.append(task)

    async def confirm(self) -> Import:
        himself: Any = self
        return await confirm_import(
            _ID,
            Caller("", admin=True),
            partial=False,
            imports=cast("ImportStore", himself),
            quota=himself,
            queue=himself,
            clock=lambda: NOW,
        )


@pytest.mark.parametrize(
    ("lost", "other", "spent"),
    [(0, Stage.PREVIEWED, 3), (1, Stage.CONFIRMED, 0), (2, Stage.PREVIEWED, 3)],
)
async def test_a_lost_race_is_read_again(lost: int, other: Stage, spent: int) -> None:
    world = _World(lost, other)
    assert (await world.confirm()).stage is Stage.CONFIRMED
    assert (world.spent, world.queued) == (spent, [ImportTask(_ID)])


async def test_who_loses_every_time_is_told_and_pays_nothing() -> None:
    world = _World(99, Stage.PREVIEWED)
    with pytest.raises(Unavailable):
        await world.confirm()
    assert (world.spent, world.queued) == (0, [])
