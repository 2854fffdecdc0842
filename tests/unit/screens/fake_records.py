"""What only admins see, over the fakes of the world."""

from dataclasses import dataclass

from shared.domain.block import Block
from shared.usecases.audit import AuditFilters, AuditPage, Recorded
from tests.unit.fakes import World

# ruff: noqa: ARG002 - the names of the ports' parameters are those that the app calls them with


@dataclass
class FakeAudit:
    """The histories of the world's store, newest first."""

    world: World
    asked: AuditFilters | None = None
    continuation: str = ""
    empty: bool = False

    async def page(self, filters: AuditFilters, *, continuation: str) -> AuditPage:
        self.asked = filters
        rows = {} if self.empty else self.world.store.rows
        found = [
            Recorded(id_, event, row.guest, row.organisation)
            for id_, row in rows.items()
            for event in self.world.store.events[id_]
        ]
        found.sort(key=lambda one: one.event.at, reverse=True)
        return AuditPage(tuple(found), self.continuation)


@dataclass
class FakeBlockList:
    """The blocks of the world."""

    world: World
    continuation: str = ""

    async def page(self, continuation: str) -> tuple[list[Block], str]:
        return list(self.world.blocks.kept.values()), self.continuation


@dataclass
class FakePictures:
    """Everybody looks the same."""

    picture: bytes = b""

    async def of(self, address: str) -> bytes:
        return self.picture
