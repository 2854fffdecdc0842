"""Retention: invitations that ended long enough ago are erased (the operator's RETENTION_DAYS).

The query passes over the table as that of `remind_guests` does, and only where the operator sets a
period. An erased invitation costs some six requests to storage.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from shared.domain.invitation import OPEN, Invitation
from shared.usecases.erase_invitation import Erasing
from shared.usecases.life import LifeStore

BY = "EraseEnded"
MOST = 1000  # a run; the next one goes on


async def erase_ended(
    *,
    life: LifeStore,
    erasing: Erasing,
    clock: Callable[[], datetime],
    period: timedelta,
    most: int = MOST,
) -> int:
    """Return how many invitations were erased, `most` at a time; no period erases none.

    Raises Unavailable; what was erased until then stays erased.
    """
    if not period:
        return 0
    before = clock() - period
    due: list[str] = []
    async for invitation_id in life.ended(before):
        due.append(invitation_id)
        if len(due) == most:
            break
    done = [
        await erasing.whole(one, BY, lambda found: _ended(found, before) or found.erasing)
        for one in due
    ]
    return sum(one is not None for one in done)


def _ended(invitation: Invitation, before: datetime) -> bool:
    if invitation.state in OPEN:
        return invitation.expires < before
    return invitation.ended is not None and invitation.ended < before
