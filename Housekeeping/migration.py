"""The timer that brings the rows of older versions to today's shape."""

import logging

from shared.domain.errors import Unavailable
from shared.services import services

log = logging.getLogger(__name__)


async def migrate() -> None:
    """Rewrite what there is; an outage leaves it to the next time."""
    try:
        count = await services().row_migration.run()
    except Unavailable as outage:
        log.warning("Rows of older versions are rewritten next time: %s", outage)
        return
    log.info("Rows of older versions rewritten: %s", count)
