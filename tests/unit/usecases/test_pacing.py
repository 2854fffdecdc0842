"""A Mailer at the pace of its quotas: waits a little, sends away for longer, pauses all."""

import asyncio
from dataclasses import dataclass, field

import pytest

from dev.rush.memory import MemoryPace
from shared.domain.errors import Unavailable
from shared.domain.invitation import State
from shared.domain.pace import Asked, Pace
from shared.domain.quota import Quota
from shared.usecases.pacer import Pacer
from shared.usecases.pacing import PacedMailer
from tests.samples import bare_email
from tests.unit.fakes import Clock, FakeMailer, World
from tests.unit.usecases.sending import THROTTLED, queued, send

QUOTAS = (Quota(3, 60), Quota(100, 3600))


@dataclass
class Paced:
    """An instance that shares `sends` with others, its sleeps moving the clock."""

    clock: Clock = field(default_factory=Clock)
    provider: FakeMailer = field(default_factory=FakeMailer)
    sends: MemoryPace = field(default_factory=MemoryPace)
    checks: MemoryPace = field(default_factory=MemoryPace)
    slept: list[float] = field(default_factory=list)
    mailer: PacedMailer = field(init=False)

    def __post_init__(self) -> None:
        self.mailer = PacedMailer(
            self.provider,
            sends=Pacer(self.sends, QUOTAS, self.clock),
            checks=Pacer(self.checks, QUOTAS, self.clock),
            clock=self.clock,
            sleep=self.sleep,
        )

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.advance(seconds=seconds)

    async def send(self, number: int, *, bulk: bool = False) -> None:
        email = bare_email(f"g{number}@kunde.example", bulk=bulk)
        await self.mailer.send(email, f"operation {number}")

    async def fill(self) -> None:
        for number in range(3):
            await self.send(number)


@pytest.fixture
def paced() -> Paced:
    return Paced()


async def test_what_has_room_is_sent_at_once(paced: Paced) -> None:
    await paced.fill()
    assert [operation for operation, _ in paced.provider.sent] == [
        f"operation {number}" for number in range(3)
    ]
    assert paced.slept == []


async def test_what_has_none_is_put_off_without_being_sent(paced: Paced) -> None:
    await paced.fill()
    with pytest.raises(Unavailable) as caught:
        await paced.send(3)
    assert caught.value.sent_nothing
    assert caught.value.retry_after == 60, "62 s, and 2 s early"
    assert len(paced.provider.sent) == 3


async def test_it_comes_back_before_its_turn_and_waits_in_place(paced: Paced) -> None:
    await paced.fill()
    with pytest.raises(Unavailable):
        await paced.send(3)
    paced.clock.advance(seconds=60)
    await paced.send(3)
    assert paced.slept == [pytest.approx(2, abs=0.01)]
    assert len(paced.provider.sent) == 4


async def test_instances_share_and_a_restart_forgets_nothing(paced: Paced) -> None:
    other = Paced(paced.clock, sends=paced.sends, checks=paced.checks)
    await paced.send(1)
    await other.send(2)
    await paced.send(3)
    fresh = Paced(paced.clock, sends=paced.sends, checks=paced.checks)
    for instance in (paced, other, fresh):
        with pytest.raises(Unavailable):
            await instance.send(4)


async def test_those_who_ask_together_share_one_update_and_single_ones_go_first(
    paced: Paced,
) -> None:
    asked = [paced.send(number, bulk=number < 3) for number in range(6)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert paced.sends.writes == 1
    assert [number for number, answer in enumerate(answers) if answer is None] == [3, 4, 5]


async def test_one_who_is_cancelled_takes_nobody_along(paced: Paced) -> None:
    first, second = (asyncio.create_task(paced.send(number)) for number in (1, 2))
    await asyncio.sleep(0)
    first.cancel()
    await second
    assert [operation for operation, _ in paced.provider.sent] == ["operation 2"]


async def test_a_429_pauses_all_instances_and_keeps_the_slot(paced: Paced) -> None:
    paced.provider.failures = [THROTTLED]
    other = Paced(paced.clock, sends=paced.sends, checks=paced.checks)
    with pytest.raises(Unavailable) as refused:
        await paced.send(1)
    assert refused.value is THROTTLED
    with pytest.raises(Unavailable) as caught:
        await other.send(2)
    assert caught.value.sent_nothing
    assert caught.value.retry_after == 15
    assert sum(count for _, count in paced.sends.state.sent[0]) == 1


@pytest.mark.parametrize(
    "outage",
    [Unavailable("the e-mail service", 17), Unavailable("the e-mail service", sent_nothing=True)],
)
async def test_what_is_no_throttling_pauses_nobody(paced: Paced, outage: Unavailable) -> None:
    paced.provider.failures = [outage]
    with pytest.raises(Unavailable):
        await paced.send(1)
    assert paced.sends.state.paused_until == 0.0


async def test_status_calls_have_a_pace_of_their_own(paced: Paced) -> None:
    for _ in range(3):
        await paced.mailer.has("operation 1")
    with pytest.raises(Unavailable) as caught:
        await paced.mailer.has("operation 2")
    assert not caught.value.sent_nothing, "nothing is known of the send that it asks about"
    await paced.send(1)
    paced.provider.verdict = Unavailable("the e-mail service", 30)
    paced.clock.advance(seconds=70)
    with pytest.raises(Unavailable):
        await paced.mailer.has("operation 1")
    assert paced.checks.state.paused_until > 0
    assert paced.sends.state.paused_until == 0


async def test_without_storage_nothing_is_sent(paced: Paced) -> None:
    class Down(MemoryPace):
        async def read(self) -> tuple[Pace, str]:
            raise Unavailable("storage", 5)

    down = Paced(sends=Down())
    with pytest.raises(Unavailable) as caught:
        await down.send(1)
    assert (caught.value.service, caught.value.retry_after) == ("storage", 5)
    assert caught.value.sent_nothing
    assert down.provider.sent == []


async def test_a_slot_that_storage_took_long_to_give_is_not_used(paced: Paced) -> None:
    class Slow(MemoryPace):
        async def write(self, state: Pace, version: str) -> str:
            if not self.writes:
                late.clock.advance(seconds=0.6)
            return await super().write(state, version)

    late = Paced(sends=Slow())
    await late.send(1)
    assert len(late.provider.sent) == 1
    assert late.sends.writes == 2


async def test_a_lost_race_is_begun_anew(paced: Paced) -> None:
    one, other = (Pacer(paced.sends, QUOTAS, paced.clock) for _ in range(2))
    assert (await one.ask(Asked("a"))).granted
    assert (await other.ask(Asked("b"))).granted
    assert (await one.ask(Asked("c"))).granted
    assert not (await other.ask(Asked("d"))).granted
    assert paced.sends.lost > 0


async def test_a_message_that_has_to_wait_costs_no_try_and_lets_its_operation_go(
    world: World, paced: Paced
) -> None:
    await paced.fill()
    world.mailer = paced.mailer  # type: ignore[assignment]  # a Mailer as well
    one, task = queued(world)
    await send(world, task)
    assert world.row(one).state is State.QUEUED
    assert world.row(one).operation_id == ""
    ((again, delay),) = world.queue.tasks
    assert again.invitation_id == one.id
    assert delay.total_seconds() == 60


async def test_closing_closes_the_transport(paced: Paced) -> None:
    await paced.mailer.close()
    assert paced.provider.asked == ["close"]
