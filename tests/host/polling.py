"""Waiting for something to become true, with a deadline instead of a fixed sleep."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


async def until(condition: Callable[[], object], deadline: float = 10) -> None:
    """Return as soon as the condition holds. Raises TimeoutError after `deadline` seconds."""
    async with asyncio.timeout(deadline):
        while not condition():  # noqa: ASYNC110 - nobody signals what is waited for
            await asyncio.sleep(0.01)


async def until_true(condition: Callable[[], Awaitable[object]], deadline: float = 10) -> None:
    """Return as soon as the asynchronous condition holds. Raises TimeoutError."""
    async with asyncio.timeout(deadline):
        while not await condition():  # noqa: ASYNC110 - nobody signals what is waited for
            await asyncio.sleep(0.02)
