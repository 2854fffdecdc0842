"""The timer that keeps the list of invitations right."""

import logging

from shared.domain.errors import Unavailable
from shared.services import services

log = logging.getLogger(__name__)


async def keep() -> None:
    """Fold and compare; what an outage leaves is left to the next time."""
    try:
        await services().list_upkeep.run()
    except Unavailable as outage:
        log.warning("The list is brought up to date next time: %s", outage)
