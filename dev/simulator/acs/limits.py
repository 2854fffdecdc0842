"""How many calls ACS Email takes (facts.md section 8, ACSLIM): too many are refused with 429.

Sends and status calls count apart. The limits are those of State.limits, which /control/seed sets;
the default of a custom domain is CUSTOM_DOMAIN. Over which window the service counts is not known:
a sliding one is taken, and Retry-After says when the next call fits.
"""

import math
import time
from collections import defaultdict, deque

from aiohttp import web

from dev.simulator.acs.errors import EmailError
from dev.simulator.mailing import Limits

CUSTOM_DOMAIN = Limits(30, 100, 60, 200)
MINUTE, HOUR = 60.0, 3600.0  # seconds


class Limiter:
    """Counts the calls of the last hour; a refused one does not count."""

    def __init__(self) -> None:
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def take_send(self, limits: Limits) -> None:
        """Count a send; raises EmailError 429."""
        self._take("send", limits.sends_per_minute, limits.sends_per_hour)

    def take_check(self, limits: Limits) -> None:
        """Count a status call; raises EmailError 429."""
        self._take("check", limits.checks_per_minute, limits.checks_per_hour)

    def clear(self) -> None:
        """Forget everything counted."""
        self._times.clear()

    def _take(self, kind: str, per_minute: int | None, per_hour: int | None) -> None:
        now, times = time.monotonic(), self._times[kind]
        while times and times[0] <= now - HOUR:
            times.popleft()
        wait = max(_wait(times, MINUTE, per_minute, now), _wait(times, HOUR, per_hour, now))
        if wait > 0:
            raise EmailError(
                429,
                "TooManyRequests",
                "The request limit is reached. Try again later.",
                {"Retry-After": str(math.ceil(wait))},
            )
        times.append(now)


def _wait(times: deque[float], window: float, most: int | None, now: float) -> float:
    """Return in how many seconds there is room in the window; 0 for now."""
    if most is None:
        return 0.0
    if most == 0:
        return window
    return times[-most] + window - now if len(times) >= most else 0.0


LIMITER: web.AppKey[Limiter] = web.AppKey("limiter", Limiter)
