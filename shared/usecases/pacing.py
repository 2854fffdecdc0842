"""A Mailer that keeps the provider's quotas together with all other instances.

A slot is taken before each call. Where none is free soon, the call is not made, and Unavailable
says when to try again; that costs a message none of its tries.
"""

import asyncio
import contextlib
import dataclasses
import math
from collections.abc import Awaitable, Callable
from datetime import datetime

from shared.domain.addresses import address_hash
from shared.domain.errors import Unavailable
from shared.domain.pace import Asked
from shared.usecases.mailing import Email, Mailer
from shared.usecases.pacer import Pacer

SERVICE = "the e-mail service"
PATIENCE = 5.0  # seconds that a call waits in place for its slot
FRESH = 0.5  # seconds; an older slot may have been given away again when the e-mail arrives
_EARLY = 2.0  # so that a message is back before its turn, whatever the queue adds


class PacedMailer:
    """The Mailer of `shared/usecases/ports.py` around another one."""

    def __init__(
        self,
        mailer: Mailer,
        *,
        sends: Pacer,
        checks: Pacer,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._mailer = mailer
        self._sends = sends
        self._checks = checks
        self._clock = clock
        self._sleep = sleep

    async def send(self, email: Email, operation_id: str) -> None:
        """Hand the e-mail over when it is its turn; else raise Unavailable (`sent_nothing`)."""
        # By the address: a message that was put off comes back with another operation id.
        asked = Asked(address_hash(email.to)[:16], email.bulk)
        try:
            await self._slot(self._sends, asked)
        except Unavailable as outage:
            raise Unavailable(outage.service, outage.retry_after, sent_nothing=True) from outage
        try:
            await self._mailer.send(email, operation_id)
        except Unavailable as outage:
            if outage.sent_nothing:
                await _pause(self._sends, outage, asked)
            raise

    async def has(self, operation_id: str) -> bool:
        """Ask the provider when it is its turn; else raise Unavailable."""
        asked = Asked(operation_id)
        await self._slot(self._checks, asked)
        try:
            return await self._mailer.has(operation_id)
        except Unavailable as outage:
            await _pause(self._checks, outage, asked)
            raise

    async def close(self) -> None:
        """Close the connections."""
        await self._mailer.close()

    async def _slot(self, pacer: Pacer, asked: Asked) -> None:
        """Return with a slot; raise Unavailable, which says when to come again."""
        give_up = self._now() + PATIENCE
        while True:
            patience = max(give_up - self._now(), 0.0)
            answer = await pacer.ask(dataclasses.replace(asked, patience=patience))
            now = self._now()
            if answer.granted and now - answer.at <= FRESH:
                return
            if not answer.granted and answer.at <= give_up:
                await self._sleep(max(answer.at - now, 0.0))
            elif now > give_up or not answer.granted:
                raise Unavailable(SERVICE, _seconds(answer.at - now, bulk=asked.bulk))

    def _now(self) -> float:
        return self._clock().timestamp()


async def _pause(pacer: Pacer, outage: Unavailable, refused: Asked) -> None:
    """Let all instances wait as long as the provider asks; without storage, this one does."""
    if outage.retry_after is not None:
        with contextlib.suppress(Unavailable):
            await pacer.pause(outage.retry_after, refused)


def _seconds(wait: float, *, bulk: bool) -> int:
    return max(1, math.ceil(wait) if bulk else math.floor(wait - _EARLY))
