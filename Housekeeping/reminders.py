"""The timer that reminds guests."""

import logging

from shared.domain.errors import Unavailable
from shared.services import services
from shared.usecases.remind_guests import remind_guests

log = logging.getLogger(__name__)


async def remind() -> None:
    """Remind those who are due; what an outage leaves is left to the next time."""
    outer = services()
    try:
        count = await remind_guests(
            store=outer.invitations,
            life=outer.life,
            blocks=outer.blocks,
            desk=outer.desk,
            clock=outer.clock,
        )
    except Unavailable as outage:
        log.warning("Guests are reminded next time: %s", outage)
        return
    log.info("Guests reminded: %s", count)
