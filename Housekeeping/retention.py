"""The timer that erases what was kept long enough."""

import logging

from shared.domain.errors import Unavailable
from shared.services import services
from shared.usecases.erase_ended import erase_ended

log = logging.getLogger(__name__)


async def erase() -> None:
    """Erase what ended before the operator's period; an outage leaves it to the next time."""
    outer = services()
    try:
        count = await erase_ended(
            life=outer.life,
            erasing=outer.erasing,
            clock=outer.clock,
            period=outer.settings.retention,
        )
    except Unavailable as outage:
        log.warning("Ended invitations are erased next time: %s", outage)
        return
    log.info("Ended invitations erased: %s", count)
