"""Changes that somebody else may make at the same moment: each is tried again as it is by then."""

from collections.abc import Awaitable, Callable

from shared.domain.errors import LostRace, Unavailable

_TRIES = 5


async def until_nobody_interferes[T](go: Callable[[], Awaitable[T]]) -> T:
    """Return what `go` returns, which reads, decides and stores; begin anew where it lost a race.

    Raises what `go` raises otherwise, and Unavailable where it always came too late.
    """
    for _ in range(_TRIES):
        try:
            return await go()
        except LostRace:
            continue
    raise Unavailable("storage", 1)
