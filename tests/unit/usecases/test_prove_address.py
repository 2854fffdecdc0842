"""A one-time code proves an address, and tells nobody anything (E8)."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from shared.domain.addresses import address_hash
from shared.domain.block import CODE_LIFE, CODES_PER_ADDRESS, CODES_PER_CLIENT, TRIES
from shared.domain.errors import EmailRefused, Unavailable
from shared.usecases.prove_address import CodeTask, ask_for_code, check_code, send_code
from tests.samples import NOW, bare_email
from tests.unit.fakes import World

ADDRESS = "willy@urs-mechanik.example"
TASK = CodeTask(ADDRESS, "fr", NOW)


@dataclass
class Codes:
    """The queue of codes."""

    tasks: list[tuple[CodeTask, timedelta]] = field(default_factory=list)

    async def send(self, task: CodeTask, delay: timedelta = timedelta()) -> None:
        self.tasks.append((task, delay))


@pytest.fixture
def codes() -> Codes:
    return Codes()


async def ask(world: World, codes: Codes, address: str = ADDRESS, client: str = "c") -> None:
    await ask_for_code(address, "fr", client, store=world.blocks, queue=codes, clock=world.clock)


async def deliver(world: World, codes: Codes, task: CodeTask = TASK) -> str:
    """Send the code of a task; return the code of the last e-mail, if there is one."""
    await send_code(
        task,
        store=world.blocks,
        mailer=world.mailer,
        queue=codes,
        compose=lambda address, code, language: bare_email(address, subject=code, text=language),
        key="first",
        clock=world.clock,
        new_id=world.new_id,
    )
    return world.mailer.sent[-1][1].subject if world.mailer.sent else ""


async def check(world: World, code: str, *keys: str) -> bool:
    return await check_code(
        ADDRESS, code, store=world.blocks, keys=keys or ("first",), clock=world.clock
    )


async def test_the_code_proves_the_address_once(world: World, codes: Codes) -> None:
    await ask(world, codes)
    ((task, delay),) = codes.tasks
    assert (task, delay) == (TASK, timedelta())
    code = await deliver(world, codes, task)
    assert len(code) == 8
    assert code.isdigit()
    assert code not in repr(world.blocks.proofs)
    assert await check(world, code)
    assert not await check(world, code)


async def test_a_key_that_was_moved_back_still_opens(world: World, codes: Codes) -> None:
    code = await deliver(world, codes)
    assert await check(world, code, "new", "first")


async def test_a_code_of_a_key_that_is_gone_does_not(world: World, codes: Codes) -> None:
    code = await deliver(world, codes)
    assert not await check(world, code, "new")


async def test_a_code_runs_out(world: World, codes: Codes) -> None:
    code = await deliver(world, codes)
    world.clock.advance(seconds=CODE_LIFE.total_seconds())
    assert not await check(world, code)


async def test_a_code_can_be_tried_five_times(world: World, codes: Codes) -> None:
    code = await deliver(world, codes)
    for _ in range(TRIES):
        assert not await check(world, "0" * 9)
    assert not await check(world, code)


async def test_tries_at_the_same_time_count(world: World, codes: Codes) -> None:
    code = await deliver(world, codes)
    wrong = [f"wrong {number}" for number in range(30)]
    assert not any(await asyncio.gather(*(check(world, one) for one in wrong)))
    assert world.blocks.proofs[address_hash(ADDRESS)][0].tries == TRIES
    assert not await check(world, code)


async def test_a_new_code_voids_the_former(world: World, codes: Codes) -> None:
    first = await deliver(world, codes)
    second = await deliver(world, codes)
    assert first == second or not await check(world, first)
    assert await check(world, second)


async def test_an_address_gets_three_codes_in_an_hour(world: World, codes: Codes) -> None:
    for _ in range(CODES_PER_ADDRESS + 2):
        await ask(world, codes)
    assert len(codes.tasks) == CODES_PER_ADDRESS
    world.clock.advance(hours=1)
    await ask(world, codes)
    assert len(codes.tasks) == CODES_PER_ADDRESS + 1


async def test_a_client_asks_for_twenty_in_an_hour(world: World, codes: Codes) -> None:
    for number in range(CODES_PER_CLIENT + 5):
        await ask(world, codes, f"g{number}@kunde.example")
    assert len(codes.tasks) == CODES_PER_CLIENT
    await ask(world, codes, "other@kunde.example", client="another")
    assert len(codes.tasks) == CODES_PER_CLIENT + 1


@pytest.mark.parametrize(
    ("outage", "seconds"), [(Unavailable("e-mail", 17), 17), (Unavailable("e-mail"), 5)]
)
async def test_an_outage_puts_the_code_off(
    world: World, codes: Codes, outage: Unavailable, seconds: int
) -> None:
    world.mailer.failures = [outage]
    await deliver(world, codes)
    assert codes.tasks == [(TASK, timedelta(seconds=seconds))]


async def test_a_code_that_nobody_waits_for_is_dropped(world: World, codes: Codes) -> None:
    world.clock.advance(seconds=CODE_LIFE.total_seconds())
    await deliver(world, codes)
    assert (world.mailer.sent, codes.tasks, world.blocks.proofs) == ([], [], {})


async def test_an_address_that_no_e_mail_reaches_gets_none(world: World, codes: Codes) -> None:
    world.mailer.failures = [EmailRefused("Invalid", "no such mailbox")]
    await deliver(world, codes)
    assert codes.tasks == []
