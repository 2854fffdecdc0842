"""Look at all parts of a deployment side by side, each within a time limit."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from shared.domain.finding_kinds import BROKEN, NO_ANSWER
from shared.domain.findings import Finding, Part

log = logging.getLogger(__name__)
LIMIT = 10.0  # seconds for each


@dataclass(frozen=True)
class Check:
    """How a part is looked at; `run` returns what is wrong with it."""

    name: str
    run: Callable[[], Awaitable[Sequence[Finding]]]


async def look_at(
    checks: Sequence[Check],
    *,
    limit: float = LIMIT,
    monotonic: Callable[[], float] = time.monotonic,
) -> list[Part]:
    """Return the parts in the order of their checks; a check that breaks is a finding itself."""
    return list(await asyncio.gather(*(_one(check, limit, monotonic) for check in checks)))


async def _one(check: Check, limit: float, monotonic: Callable[[], float]) -> Part:
    start = monotonic()
    try:
        async with asyncio.timeout(limit):
            found = tuple(await check.run())
    except TimeoutError:
        found = (Finding(NO_ANSWER, check.name),)
    except Exception as error:
        # What it says may hold an address; its kind is enough for the page.
        log.exception("The check of %s broke", check.name)
        found = (Finding(BROKEN, f"{check.name}: {type(error).__name__}"),)
    return Part(check.name, round((monotonic() - start) * 1000), found)
