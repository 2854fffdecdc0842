"""The timer that keeps the list of invitations right, and the audit trail whole."""

import logging

from shared.domain.errors import Unavailable
from shared.services import services

log = logging.getLogger(__name__)


async def keep() -> None:
    """Fold and compare; what an outage leaves is left to the next time."""
    outer = services()
    for upkeep in (outer.list_upkeep, outer.audit_upkeep):
        try:
            await upkeep.run()
        except Unavailable as outage:
            log.warning("The list is brought up to date next time: %s", outage)
