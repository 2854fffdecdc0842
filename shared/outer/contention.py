"""Whoever is not the first at an address looks again until the first one is done."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from shared.domain.errors import AddressBusy, LostRace, Unavailable
from shared.outer.tables import AlreadyThere
from shared.usecases.create_invitation import CREATE_WINDOW

# Seconds, together a little more than a create waits for a slow directory (GUEST_TIMEOUT).
WAITS = (0.1, 0.2, 0.4, 0.8, 1.0, 1.0, 1.0, 1.0, 1.0)
_ALIVE = 10.0  # seconds; a request that has held an address for longer has crashed
_WHOLE = CREATE_WINDOW.total_seconds()


async def settled[T](attempt: Callable[[], Awaitable[T]], waits: Sequence[float]) -> T:
    """Return what `attempt` does once nobody interferes.

    Raises AddressBusy where somebody else has the address and is not done in time, or Unavailable
    where others were faster every time.
    """
    for wait in waits:
        try:
            return await attempt()
        except AddressBusy as busy:
            if busy.retry_after is None or busy.retry_after < _WHOLE - _ALIVE:
                raise
        except (AlreadyThere, LostRace):
            pass
        await asyncio.sleep(wait)
    try:
        return await attempt()
    except (AlreadyThere, LostRace) as error:
        raise Unavailable("storage", 1) from error
