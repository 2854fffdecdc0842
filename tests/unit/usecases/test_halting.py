"""The stop switch: nothing goes while it is on, nothing is lost, and it costs few reads."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from shared.domain.errors import LostRace, Unavailable
from shared.domain.halt import Switch, wait
from shared.domain.invitation import State
from shared.usecases.halting import FRESH, Brake, HeldMailer, turn
from tests.samples import NOW, bare_email
from tests.unit.fakes import Clock, World
from tests.unit.usecases.sending import queued, send


@dataclass
class FakeSwitches:
    """The one switch; `rivals` are turned before ours is written."""

    switch: Switch = Switch()
    number: int = 0
    reads: int = 0
    rivals: list[Switch] = field(default_factory=list)
    down: bool = False

    async def read(self) -> tuple[Switch, str]:
        self.reads += 1
        if self.down:
            raise Unavailable("storage", 5)
        return self.switch, str(self.number) if self.number else ""

    async def write(self, switch: Switch, version: str) -> None:
        if self.rivals:
            self.switch, self.number = self.rivals.pop(), self.number + 1
        if version != (str(self.number) if self.number else ""):
            raise LostRace
        self.switch, self.number = switch, self.number + 1


async def pause(store: FakeSwitches, clock: Clock, *, paused: bool = True) -> Switch:
    return await turn(paused, by="eva@gfms.example", why="", store=store, clock=clock)


async def test_a_paused_invitation_waits_whole_and_goes_once_afterwards(world: World) -> None:
    store = FakeSwitches()
    brake = Brake(store, world.clock)
    one, task = queued(world)
    await pause(store, world.clock)
    before = world.row(one)
    await send(world, task, brake.hold)
    assert world.mailer.sent == []
    assert world.row(one) == before, "no row is touched"
    ((again, delay),) = world.queue.tasks
    assert (again.invitation_id, delay) == (one.id, timedelta(seconds=5))
    await pause(store, world.clock, paused=False)
    world.clock.advance(seconds=FRESH)
    await send(world, again, brake.hold)
    await send(world, again, brake.hold)
    assert len(world.mailer.sent) == 1
    assert world.row(one).state is State.SENT


async def test_the_owner_that_crashed_while_sending_stays_the_owner(world: World) -> None:
    store = FakeSwitches(Switch(paused=True, at=NOW))
    one, task = queued(world, operation_id="op-1", send_ticket="ticket")
    await send(world, task, Brake(store, world.clock).hold)
    ((again, _),) = world.queue.tasks
    assert world.row(one).send_ticket == again.ticket != task.ticket
    assert world.row(one).operation_id == "op-1"


async def test_the_switch_is_read_once_in_a_while_and_takes_hold_within_it() -> None:
    clock, store = Clock(), FakeSwitches()
    brake = Brake(store, clock)
    for _ in range(100):
        await brake.hold()
    assert store.reads == 1
    await pause(store, clock)
    clock.advance(seconds=FRESH)
    with pytest.raises(Unavailable) as caught:
        await brake.hold()
    assert caught.value.sent_nothing


async def test_where_storage_does_not_tell_nothing_goes() -> None:
    world = World()
    mailer = HeldMailer(world.mailer, Brake(FakeSwitches(down=True), world.clock).hold)
    with pytest.raises(Unavailable) as caught:
        await mailer.send(bare_email("g@kunde.example"), "op-1")
    assert caught.value.sent_nothing
    assert world.mailer.sent == []


async def test_a_mailer_that_is_held_sends_nothing_and_still_asks() -> None:
    world, store = World(), FakeSwitches()
    mailer = HeldMailer(world.mailer, Brake(store, world.clock).hold)
    await mailer.send(bare_email("g@kunde.example"), "op-1")
    await pause(store, world.clock)
    world.clock.advance(seconds=FRESH)
    with pytest.raises(Unavailable):
        await mailer.send(bare_email("h@kunde.example"), "op-2")
    assert await mailer.has("op-1")
    assert not await mailer.has("op-2")


async def test_pausing_twice_keeps_who_was_first() -> None:
    clock, store = Clock(), FakeSwitches()
    first = await pause(store, clock)
    clock.advance(minutes=5)
    assert await pause(store, clock) == first
    assert store.number == 1


async def test_a_lost_race_is_looked_at_anew() -> None:
    rival = Switch(paused=True, by="other", at=NOW)
    store = FakeSwitches(rivals=[rival])
    assert await pause(store, Clock()) == rival


@pytest.mark.parametrize(("lasted", "seconds"), [(0, 5), (60, 15), (600, 150), (86400, 300)])
def test_the_longer_it_lasts_the_less_often_messages_turn_over(lasted: int, seconds: int) -> None:
    now = NOW + timedelta(seconds=lasted)
    assert wait(Switch(paused=True, at=NOW), now) == seconds
