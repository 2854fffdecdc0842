"""The timer that looks after expected guests."""

import logging

from shared.domain.errors import Unavailable
from shared.services import services
from shared.usecases.look_after_guests import look_after_guests

log = logging.getLogger(__name__)


async def look() -> None:
    """Look after all of them; what an outage leaves is left to the next time."""
    outer = services()
    try:
        await look_after_guests(
            store=outer.invitations, directory=outer.directory, clock=outer.clock
        )
    except Unavailable as outage:
        log.warning("The guests are looked after next time: %s", outage)
