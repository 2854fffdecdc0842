"""The timer that erases what was kept long enough."""

import logging

from shared.domain.errors import Unavailable
from shared.services import Services, services
from shared.usecases.clear_drafts import clear_drafts
from shared.usecases.erase_ended import erase_ended
from shared.usecases.forget_keys import forget_keys
from shared.usecases.imports.keeping import erase_imports

log = logging.getLogger(__name__)


async def erase() -> None:
    """Erase what is over; what an outage leaves is left to the next time."""
    outer = services()
    for what, step in (
        ("Ended invitations", _invitations),
        ("Imports", _imports),
        ("Idempotency-Keys", _keys),
        ("Drafts", _drafts),
    ):
        try:
            count = await step(outer)
        except Unavailable as outage:
            log.warning("%s are erased next time: %s", what, outage)
        else:
            log.info("%s erased: %s", what, count)


async def _invitations(outer: Services) -> int:
    return await erase_ended(
        life=outer.life,
        erasing=outer.erasing,
        clock=outer.clock,
        period=outer.settings.retention,
    )


async def _imports(outer: Services) -> int:
    return await erase_imports(
        imports=outer.kept_imports, clock=outer.clock, period=outer.settings.retention
    )


async def _keys(outer: Services) -> int:
    return await forget_keys(keys=outer.used_keys, clock=outer.clock)


async def _drafts(outer: Services) -> int:
    return await clear_drafts(drafts=outer.drafts, life=outer.life, clock=outer.clock)
