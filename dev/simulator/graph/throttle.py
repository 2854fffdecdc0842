"""The limit of /invitations: 150 requests in 5 seconds (facts.md section 6, THRL)."""

import math
import time
from collections import deque

from aiohttp import web

from dev.simulator.graph.errors import GraphError

LIMIT = 150
WINDOW = 5.0  # seconds


class Throttle:
    """Counts the requests of the last five seconds."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    def take(self) -> None:
        """Count one request; raises GraphError 429 with Retry-After when there are too many."""
        now = time.monotonic()
        while self._times and self._times[0] <= now - WINDOW:
            self._times.popleft()
        if len(self._times) >= LIMIT:
            wait = max(1, math.ceil(self._times[0] + WINDOW - now))
            raise GraphError(
                429,
                "TooManyRequests",
                "Too many requests: the limit of invitations is reached.",
                {"Retry-After": str(wait)},
            )
        self._times.append(now)

    def clear(self) -> None:
        """Forget everything counted."""
        self._times.clear()


THROTTLE: web.AppKey[Throttle] = web.AppKey("throttle", Throttle)
