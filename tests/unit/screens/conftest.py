"""A console in front of fakes."""

import pytest

from shared.services import services
from tests.unit.fakes import World
from tests.unit.screens.fake_imports import FakeImportQueue, FakeImports, FakeMany
from tests.unit.screens.fake_records import FakeAudit, FakeBlockList, FakePictures
from tests.unit.screens.office import FakeList, Office


@pytest.fixture
def office(environment: dict[str, str], world: World, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An inviter of GFMS in front of the console."""
    outer, imports = services(), FakeImports()
    outer.__dict__.update(
        invitations=world.store,
        blocks=world.blocks,
        directory=world.directory,
        ways=world.ways,
        invitation_queue=world.queue,
        desk=world.desk,
        clock=world.clock,
        new_id=world.new_id,
        listing=FakeList(world),
        life=world.life,
        imports=imports,
        kept_imports=imports,
        many=FakeMany(),
        import_queue=FakeImportQueue(),
        companies=world.companies,
        erasing=world.erasing,
        audit=FakeAudit(world),
        block_listing=FakeBlockList(world),
        pictures=FakePictures(),
    )
    return Office(world, monkeypatch)
