"""GET /api/health: is the app up? Plain JSON; 200 says yes, 503 says no."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import azure.functions as func

from shared.build import build
from shared.services import services
from shared.web.json_answer import json_answer
from shared.web.shapes.operating import Health

KEPT = 5.0  # seconds that an answer serves everybody
LIMIT = 3.0  # seconds that storage has
_RETRY_AFTER = 5
_UNAVAILABLE = 503


class Pulse:
    """Whether storage answers, asked at most once in KEPT seconds, however many want to know."""

    def __init__(
        self,
        beat: Callable[[], Awaitable[object]],
        *,
        limit: float = LIMIT,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._beat = beat
        self._limit = limit
        self._monotonic = monotonic
        self._lock = asyncio.Lock()
        self._felt: tuple[float, bool] | None = None

    async def up(self) -> bool:
        """Return whether it did when it was asked last."""
        async with self._lock:
            if self._felt is None or self._monotonic() - self._felt[0] >= KEPT:
                up = await self._feel()
                self._felt = self._monotonic(), up
            return self._felt[1]

    async def _feel(self) -> bool:
        try:
            async with asyncio.timeout(self._limit):
                await self._beat()
        except Exception:  # noqa: BLE001 - the findings tell what is wrong
            return False
        return True


async def _read_storage() -> None:
    await services().switch.read()


PULSE = Pulse(_read_storage)


async def health(_request: func.HttpRequest) -> func.HttpResponse:
    """Return whether the app is up, with its version and commit."""
    this, up = build(), await PULSE.up()
    told = Health("up" if up else "down", this.version, this.commit, this.built)
    if up:
        return json_answer(told)
    return json_answer(told, _UNAVAILABLE, {"Retry-After": str(_RETRY_AFTER)})
