"""Remind the guests who have not answered yet, each as often as their invitation says.

The e-mail is announced first and stored with the change that counts it: of two instances at once
one stores its letter, and a message without a letter gives up (`shared/usecases/announce.py`).
`send_letter` looks once more whether the guest still waits when the letter's turn comes.

At 100,000 invitations the query passes over some 700,000 rows of the table on the storage
service's side and returns only those that are due, a thousand at a time: as much as one of the
passes of LookAfterGuests, which runs twelve times as often. A reminder then costs two reads, a
message and one transaction.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from shared.domain.invitation import Event, Invitation, State
from shared.domain.letter import Kind
from shared.domain.reminding import may_remind, next_reminder
from shared.usecases.announce import Desk
from shared.usecases.blocks import BlockStore, is_blocked
from shared.usecases.life import LifeStore
from shared.usecases.ports import InvitationStore
from shared.usecases.trying import retry_lost_races

BY = "RemindGuests"
MOST = 500  # a run, so that it ends well before its time is up; the next run goes on


async def remind_guests(
    *,
    store: InvitationStore,
    life: LifeStore,
    blocks: BlockStore,
    desk: Desk,
    clock: Callable[[], datetime],
    most: int = MOST,
) -> int:
    """Return how many guests are reminded now, of `most` who were due; raise Unavailable."""
    due: list[str] = []
    async for invitation_id in life.to_remind(clock()):
        due.append(invitation_id)
        if len(due) == most:
            break
    reminding = [await _remind(one, store, blocks, desk, clock) for one in due]
    return sum(reminding)


@retry_lost_races
async def _remind(
    invitation_id: str,
    store: InvitationStore,
    blocks: BlockStore,
    desk: Desk,
    clock: Callable[[], datetime],
) -> bool:
    invitation, now = await store.get(invitation_id), clock()
    if invitation is None or not _due(invitation, now):
        return False
    if await is_blocked(invitation.guest.email, invitation.organisation, store=blocks):
        blocked = invitation.to(State.BLOCKED, ended=now)
        await store.save(blocked, Event("InvitationBlocked", now, BY))
        return False
    letters = await desk.announce(invitation, Kind.REMINDER)
    counted = invitation.having(reminded=_passed(invitation, now))
    number = {"number": str(counted.reminded)}
    await store.save(counted, Event("GuestReminded", now, BY, number), *letters)
    return True


def _due(invitation: Invitation, now: datetime) -> bool:
    due = next_reminder(invitation)
    return due is not None and due <= now and may_remind(invitation, now)


def _passed(invitation: Invitation, now: datetime) -> int:
    """Return how many reminders are done: after an outage two that are due are one e-mail."""
    begun = invitation.emailed or invitation.begun
    return sum(begun + timedelta(days=days) <= now for days in invitation.reminders)
