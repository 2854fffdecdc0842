"""Changes that somebody else may make at the same moment: each is tried again as it is by then."""

from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any

from shared.domain.errors import LostRace, Unavailable

_TRIES = 5


def retry_lost_races[**P, T](
    change: Callable[P, Awaitable[T]],
) -> Callable[P, Coroutine[Any, Any, T]]:
    """Begin the change, which reads, decides and stores, anew wherever it raises LostRace.

    It raises what it raises otherwise, and Unavailable where it always came too late.
    """

    @wraps(change)
    async def until_nobody_interferes(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(_TRIES):
            try:
                return await change(*args, **kwargs)
            except LostRace:
                continue
        raise Unavailable("storage", 1)

    return until_nobody_interferes
