"""Queues, events and quotas that keep what they were given."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from shared.domain.errors import LostRace, Unavailable
from shared.domain.invitee_window import Window
from shared.usecases.happenings import Happening
from shared.usecases.invitee_quota import Versions
from shared.usecases.ports import Task


@dataclass
class FakeQueue:
    """Tasks with their delays, in the order of sending."""

    tasks: list[tuple[Task, timedelta]] = field(default_factory=list)
    outage: Unavailable | None = None

    async def send(self, task: Task, delay: timedelta = timedelta()) -> None:
        if self.outage is not None:
            raise self.outage
        self.tasks.append((task, delay))


@dataclass
class FakeEvents:
    """What the platform heard."""

    published: list[dict[str, object]] = field(default_factory=list)

    async def publish(self, event: dict[str, object]) -> None:
        self.published.append(event)


@dataclass
class FakeHistory:
    """Happenings with their delays, in the order of sending."""

    told: list[tuple[Happening, timedelta]] = field(default_factory=list)
    outage: Unavailable | None = None

    async def send(self, happening: Happening, delay: timedelta = timedelta()) -> None:
        if self.outage is not None:
            raise self.outage
        self.told.append((happening, delay))


@dataclass
class FakeQuotas:
    """What was spent, by partition. `meanwhile` runs once before the next write: a rival's."""

    rows: dict[tuple[str, str], tuple[Window, str]] = field(default_factory=dict)
    reads: int = 0
    meanwhile: Callable[[], None] | None = None
    _versions: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def read(self, partition: str, rows: tuple[str, ...]) -> Versions:
        self.reads += 1
        return {row: self.rows.get((partition, row), (Window(), "")) for row in rows}

    async def write(self, partition: str, changed: Versions) -> None:
        rival, self.meanwhile = self.meanwhile, None
        if rival is not None:
            rival()
        for row, (_, version) in changed.items():
            if self.rows.get((partition, row), (Window(), ""))[1] != version:
                raise LostRace
        for row, (window, _) in changed.items():
            self.rows[partition, row] = window, str(next(self._versions))
