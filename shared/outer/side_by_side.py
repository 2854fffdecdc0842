"""Calls of storage that need not wait for each other."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

AT_ONCE = 8


async def side_by_side[A, B](call: Callable[[A], Awaitable[B]], things: Sequence[A]) -> list[B]:
    """Return what the calls return, in order; a few of them are under way at a time.

    Raises what the first of them in order raises, when all have ended.
    """
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(thing: A) -> B:
        async with gate:
            return await call(thing)

    results = await asyncio.gather(*map(one, things), return_exceptions=True)
    done = []
    for result in results:
        if isinstance(result, BaseException):
            raise result
        done.append(result)
    return done
