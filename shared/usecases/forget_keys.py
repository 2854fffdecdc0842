"""Idempotency-Keys are known for a day: long enough for whoever sends a request again.

After that, a key says nothing. Whom the first request invited is invited all the same: as long as
that invitation holds the address, another one is refused.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

LIFE = timedelta(days=1)
MOST = 5000  # a run; the next one goes on


class UsedKeys(Protocol):
    """Idempotency-Keys that were used to make invitations."""

    async def forget(self, before: datetime, most: int) -> int:
        """Forget those used before that time, `most` at a time; return how many they were.

        Raises Unavailable; what was forgotten until then stays so.
        """


async def forget_keys(*, keys: UsedKeys, clock: Callable[[], datetime], most: int = MOST) -> int:
    """Return how many keys were forgotten; raise Unavailable."""
    return await keys.forget(clock() - LIFE, most)
