"""An invitation that cannot be sent: what the inviter will read of it."""

from collections.abc import Callable
from datetime import datetime

from shared.domain.errors import EmailRefused, GuestRefused, LostRace, Unavailable
from shared.domain.invitation import EmailFate, Event, Invitation, State
from shared.usecases.ports import InvitationStore, Task, TaskQueue
from shared.usecases.put_off import put_off

BY = "SendInvitation"


async def note_refusal(
    task: Task, store: InvitationStore, refusal: GuestRefused | EmailRefused, now: datetime
) -> None:
    """Mark the invitation failed with the reason of the directory or the provider."""
    invitation = await store.get(task.invitation_id)
    if invitation is None:
        return
    code, reason = refusal.code, refusal.reason
    if invitation.state is State.QUEUED:
        await note_failure(invitation, store, code, reason, now)
        return
    # The guest had the link from elsewhere and was faster: nothing but the e-mail failed.
    refused = invitation.having(email=EmailFate.FAILED, failure=code, failure_reason=reason)
    await store.save(refused, Event("EmailFailed", now, BY, {"code": code, "reason": reason}))


async def note_failure(
    invitation: Invitation, store: InvitationStore, code: str, reason: str, now: datetime
) -> None:
    """Mark the invitation failed; raise LostRace if it changed since it was read."""
    failed = invitation.to(
        State.FAILED, email=EmailFate.FAILED, failure=code, failure_reason=reason
    )
    await store.save(failed, Event("InvitationFailed", now, BY, {"code": code, "reason": reason}))


async def give_up_sending(
    task: Task, *, store: InvitationStore, queue: TaskQueue, clock: Callable[[], datetime]
) -> None:
    """Mark the invitation of a poison message failed, so that the inviter sees it.

    `queue` is the poison queue itself: what cannot be noted now stays there.
    """
    try:
        invitation = await store.get(task.invitation_id)
        if invitation is not None and invitation.state is State.QUEUED:
            reason = "Sending failed several times for a reason that this app does not know."
            await note_failure(invitation, store, "poison", reason, clock())
    except LostRace:
        await queue.send(task)
    except Unavailable as outage:
        await put_off(task, outage, queue)
