"""The stop switch: an operator pauses every e-mail, and nothing is lost.

Each instance looks at the switch every few seconds. What may not go is put on its queue again for
later, which costs a message none of its tries; after the pause it goes as if nothing had been.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from shared.domain.errors import Unavailable
from shared.domain.halt import Switch, wait
from shared.usecases.mailing import Email, Mailer
from shared.usecases.trying import retry_lost_races

FRESH = 5.0  # seconds that what was read counts
PAUSED = "sending, which the operator has paused,"
Hold = Callable[[], Awaitable[None]]


class SwitchStore(Protocol):
    """The one switch that all instances share. Both raise Unavailable."""

    async def read(self) -> tuple[Switch, str]:
        """Return the switch and its version; the version is empty where it was never used."""

    async def write(self, switch: Switch, version: str) -> None:
        """Store a change and note it; raise LostRace if it changed since."""


class Brake:
    """What holds sending back while the switch says so."""

    def __init__(self, store: SwitchStore, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._lock = asyncio.Lock()
        self._known: tuple[Switch, float] | None = None

    async def hold(self) -> None:
        """Return where sending may go on; raise Unavailable while it is paused.

        Where storage does not tell, it may not.
        """
        switch = await self._switch()
        if switch.paused:
            raise Unavailable(PAUSED, wait(switch, self._clock()), sent_nothing=True)

    async def _switch(self) -> Switch:
        if (known := self._fresh()) is not None:
            return known
        async with self._lock:  # whoever waited finds what the first one read
            if (known := self._fresh()) is not None:
                return known
            switch, _ = await self._store.read()
            self._known = switch, self._clock().timestamp()
            return switch

    def _fresh(self) -> Switch | None:
        if self._known is None:
            return None
        switch, read = self._known
        return switch if abs(self._clock().timestamp() - read) < FRESH else None


class HeldMailer:
    """A Mailer that sends nothing while sending is paused."""

    def __init__(self, mailer: Mailer, hold: Hold) -> None:
        self._mailer = mailer
        self._hold = hold

    async def send(self, email: Email, operation_id: str) -> None:
        """Hand the e-mail over; raise Unavailable (`sent_nothing`) while sending is paused."""
        try:
            await self._hold()
        except Unavailable as outage:
            raise Unavailable(outage.service, outage.retry_after, sent_nothing=True) from outage
        await self._mailer.send(email, operation_id)

    async def has(self, operation_id: str) -> bool:
        """Ask the provider, pause or not: nothing is sent by that."""
        return await self._mailer.has(operation_id)

    async def close(self) -> None:
        """Close the connections."""
        await self._mailer.close()


@retry_lost_races
async def turn(
    paused: bool,
    *,
    by: str,
    why: str,
    store: SwitchStore,
    clock: Callable[[], datetime],
) -> Switch:
    """Pause or resume sending, and return the switch; one that stands so already stays as it is.

    Raises Unavailable.
    """
    switch, version = await store.read()
    if switch.paused is paused:
        return switch
    turned = Switch(paused, by, clock(), why)
    await store.write(turned, version)
    return turned
