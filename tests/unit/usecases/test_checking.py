"""Parts are looked at side by side; one that hangs or breaks is a finding and stops no other."""

import asyncio
from collections.abc import Sequence

from shared.domain.finding_kinds import BROKEN, KINDS, NO_ANSWER, PAUSED
from shared.domain.findings import Finding, Level, worst
from shared.usecases.checking import Check, look_at


async def fine() -> Sequence[Finding]:
    return []


async def paused() -> Sequence[Finding]:
    return [Finding(PAUSED)]


async def hanging() -> Sequence[Finding]:
    await asyncio.sleep(60)
    return []


async def broken() -> Sequence[Finding]:
    raise ValueError("willy.urs@example.com")


async def test_each_has_its_own_end() -> None:
    checks = [Check("a", fine), Check("b", hanging), Check("c", broken), Check("d", paused)]
    async with asyncio.timeout(4):  # and not the 60 s of the one that hangs
        parts = await look_at(checks, limit=0.05)
    assert [part.name for part in parts] == ["a", "b", "c", "d"]
    assert [part.status for part in parts] == [Level.OK, Level.FAULT, Level.FAULT, Level.WARNING]
    assert [part.findings[0].kind for part in parts[1:3]] == [NO_ANSWER, BROKEN]
    assert parts[2].findings[0].subject == "c: ValueError", "no address in it"
    assert parts[0].milliseconds < 50 <= parts[1].milliseconds


async def test_they_do_not_wait_for_each_other() -> None:
    async def slow() -> Sequence[Finding]:
        await asyncio.sleep(0.1)
        return []

    async with asyncio.timeout(1.5):
        await look_at([Check(str(number), slow) for number in range(50)])


def test_the_worst_counts() -> None:
    assert worst([]) is Level.OK
    assert worst([Level.OK, Level.FAULT, Level.WARNING]) is Level.FAULT


def test_every_kind_has_its_name_and_its_fix() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert all(kind.what.endswith(".") and kind.fix.endswith(".") for kind in KINDS)
    assert all(kind.level is not Level.OK for kind in KINDS)
