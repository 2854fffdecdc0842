"""The pulse that anybody may feel: it is cheap whoever asks, and never waits for long."""

import asyncio
from dataclasses import dataclass

import pytest

from CheckHealth.health import KEPT, Pulse
from shared.domain.errors import Unavailable


@dataclass
class Storage:
    """Counts how often it is read; `trouble` is what it raises."""

    reads: int = 0
    trouble: Exception | None = None
    slow: float = 0.0
    now: float = 0.0
    limit: float = 30.0

    async def read(self) -> None:
        self.reads += 1
        await asyncio.sleep(self.slow)
        if self.trouble is not None:
            raise self.trouble

    def pulse(self) -> Pulse:
        return Pulse(self.read, limit=self.limit, monotonic=lambda: self.now)


async def test_however_many_ask_storage_is_read_once_in_a_while() -> None:
    storage = Storage(slow=0.01)
    pulse = storage.pulse()
    assert await asyncio.gather(*(pulse.up() for _ in range(500))) == [True] * 500
    assert storage.reads == 1
    storage.now = KEPT - 0.1
    await pulse.up()
    assert storage.reads == 1
    storage.now = KEPT
    await pulse.up()
    assert storage.reads == 2


@pytest.mark.parametrize("trouble", [Unavailable("storage", 5), ValueError("strange")])
async def test_trouble_is_down_and_up_again_afterwards(trouble: Exception) -> None:
    storage = Storage(trouble=trouble)
    pulse = storage.pulse()
    assert not await pulse.up()
    assert not await pulse.up(), "an outage is not asked about more often"
    assert storage.reads == 1
    storage.trouble, storage.now = None, KEPT
    assert await pulse.up()


async def test_a_storage_that_hangs_is_down() -> None:
    assert not await Storage(slow=60, limit=0.05).pulse().up()
