"""functions-host.md, Queues: how often an idle queue is polled."""

from __future__ import annotations

import asyncio

from dev.host.pace import Pace


def test_the_pause_grows_from_100_ms_to_the_longest() -> None:
    """Row: poll from 100 ms up to 1 min, exponential; it starts over when messages came."""
    pace = Pace(60)
    pauses = [pace.next_pause() for _ in range(14)]
    assert pauses[0] == 0.1
    assert all(0.8 <= (pause - 0.1) / (0.1 * 2**n) <= 1.2 for n, pause in enumerate(pauses[1:9]))
    assert pauses[-2:] == [60, 60]
    pace.found()
    assert pace.next_pause() == 0.1


async def test_a_write_of_this_host_ends_the_pause() -> None:
    """Row: poll; what this host writes itself is read at once."""
    pace = Pace(60)
    for _ in range(14):
        pace.next_pause()
    asyncio.get_running_loop().call_later(0.01, pace.wake)
    async with asyncio.timeout(1):
        await pace.rest()
