"""An invitation that cannot be sent: what the inviter will read of it."""

from collections.abc import Callable
from datetime import datetime

from shared.domain.errors import EmailRefused, GuestRefused, LostRace, Unavailable
from shared.domain.failure import Failure
from shared.domain.invitation import EmailFate, Event, Invitation, State
from shared.usecases.happenings import HappeningQueue, tell_created
from shared.usecases.ports import InvitationStore, Task, TaskQueue
from shared.usecases.put_off import put_off

BY = "SendInvitation"
POISON = Failure(
    "poison",
    "Sending failed several times for a reason that this app does not know.",
    "Resend the invitation. If it fails again, ask the operator of this app to look at its log.",
    "unexpected",
)
EXPIRED = Failure(
    "expired",
    "It ran out before the e-mail could be sent.",
    "Resend the invitation, which gives it a new time to run.",
    "expired",
)


async def note_refusal(
    task: Task, store: InvitationStore, refusal: GuestRefused | EmailRefused, now: datetime
) -> None:
    """Mark the invitation failed with the reason of the directory or the provider."""
    invitation = await store.get(task.invitation_id)
    if invitation is None or invitation.round != task.round:
        return  # of one that was resent since, the next message will tell
    failure = refusal.failure
    if invitation.state is State.QUEUED:
        await note_failure(invitation, store, failure, now)
        return
    # The guest had the link from elsewhere and was faster: nothing but the e-mail failed.
    refused = invitation.having(email=EmailFate.FAILED, **failure.fields())
    await store.save(refused, Event("EmailFailed", now, BY, failure.details()))


async def note_failure(
    invitation: Invitation, store: InvitationStore, failure: Failure, now: datetime
) -> None:
    """Mark the invitation failed; raise LostRace if it changed since it was read."""
    failed = invitation.to(State.FAILED, email=EmailFate.FAILED, ended=now, **failure.fields())
    await store.save(failed, Event("InvitationFailed", now, BY, failure.details()))


async def give_up_sending(
    task: Task,
    *,
    store: InvitationStore,
    queue: TaskQueue,
    history: HappeningQueue,
    clock: Callable[[], datetime],
) -> None:
    """Mark the invitation of a poison message failed, so that the inviter sees it.

    `queue` is the poison queue itself: what cannot be noted now stays there.
    """
    try:
        task = await tell_created(task, queue=history, clock=clock)
        invitation = await store.get(task.invitation_id)
        current = invitation is not None and invitation.round == task.round
        if current and invitation is not None and invitation.state is State.QUEUED:
            await note_failure(invitation, store, POISON, clock())
    except LostRace:
        await queue.send(task)
    except Unavailable as outage:
        await put_off(task, outage, queue)
