"""Two who invite one address at the same moment: the second hears of the first one's invitation."""

from collections.abc import Awaitable, Callable

import pytest

from shared.domain.errors import AddressAlreadyInvited, AddressClaimed, InvitationError
from shared.domain.invitation import Invitation
from shared.usecases.create_invitation import create_invitation
from shared.usecases.ports import Claim
from tests.samples import LIFETIME
from tests.unit.fake_stores import FakeStore
from tests.unit.fakes import World
from tests.unit.usecases.test_create_invitation import COMMAND


class Contended(FakeStore):
    """A store in which somebody else holds the address for so many tries."""

    def __init__(self, tries: int, end: InvitationError | None = None) -> None:
        super().__init__()
        self.tries, self.end = tries, end

    async def claim(self, draft: Invitation, **_: object) -> Claim:
        self.tries -= 1
        if self.tries >= 0:
            raise AddressClaimed("storage", 299)
        if self.end is not None:
            raise self.end
        return Claim(draft.id)


async def create(world: World, store: FakeStore, pause: Callable[[float], Awaitable[None]]) -> str:
    made = await create_invitation(
        COMMAND, store=store, blocks=world.blocks, directory=world.directory, ways=world.ways,
        queue=world.queue, quota=world.quota, clock=world.clock, new_id=world.new_id,
        lifetime=LIFETIME, pause=pause,
    )  # fmt: skip
    return made.invitation.id


async def test_the_second_waits_and_is_told_whom_the_first_invited(world: World) -> None:
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    with pytest.raises(AddressAlreadyInvited) as caught:
        await create(world, Contended(3, AddressAlreadyInvited("the-first")), pause)
    assert caught.value.invitation_id == "the-first"
    assert waited == [0.2, 0.4, 0.8]
    assert world.queue.tasks == []


async def test_who_gives_up_leaves_the_address_to_the_second(world: World) -> None:
    async def pause(seconds: float) -> None:
        world.clock.advance(seconds=seconds)

    store = Contended(2)
    assert await create(world, store, pause) in store.rows


async def test_nobody_waits_longer_than_a_create_takes(world: World) -> None:
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    with pytest.raises(AddressClaimed) as caught:
        await create(world, Contended(100), pause)
    assert caught.value.retry_after == 299
    assert 5 < sum(waited) < 10
