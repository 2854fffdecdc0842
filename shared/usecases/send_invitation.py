"""Send an invitation's e-mail once, whatever crashes in between (design.md, Storage).

The operation id is stored, with the ticket of the message that owns it, before the e-mail is
handed over. A later delivery of the same message asks the provider about that id first; a
message with another ticket leaves the invitation to its owner.
"""

from collections.abc import Callable
from datetime import datetime

from shared.domain.errors import EmailRefused, GuestRefused, LostRace, Unavailable
from shared.domain.invitation import EmailFate, Event, Invitation, State
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.ports import Directory, Email, InvitationStore, Mailer, Task, TaskQueue
from shared.usecases.put_off import put_off, wait_for_row

BY = "SendInvitation"


async def send_invitation(
    task: Task,
    *,
    store: InvitationStore,
    directory: Directory,
    mailer: Mailer,
    queue: TaskQueue,
    compose: Callable[[Invitation], Email],
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> None:
    """Bring the invitation from queued to sent, or to failed, or put the task off."""
    try:
        invitation = await store.get(task.invitation_id)
        if invitation is None:
            if clock() - task.created < CREATE_WINDOW * 2:
                await wait_for_row(task, queue)
            return
        if invitation.state is not State.QUEUED:
            await _note_sent(invitation, task, store, mailer)
            return
        if invitation.expired(clock()):
            reason = "It ran out before the e-mail could be sent."
            await _fail(store, invitation, "expired", reason, clock())
            return
        invitation = await _with_guest(invitation, store, directory, clock)
        invitation, fresh = await _own(invitation, task, store, new_id)
        if invitation.send_ticket != task.ticket:
            return
        if fresh or not await mailer.has(invitation.operation_id):
            await _hand_over(invitation, mailer, compose, store)
        sent = Event("InvitationSent", clock(), BY)
        await store.save(invitation.to(State.SENT, email=EmailFate.SENT), sent)
    except (GuestRefused, EmailRefused) as refusal:
        await _fail_refused(task, store, refusal, clock())
    except LostRace:
        await queue.send(task)
    except Unavailable as outage:
        await put_off(task, outage, queue)


async def _note_sent(
    invitation: Invitation, task: Task, store: InvitationStore, mailer: Mailer
) -> None:
    """Note the fate of an e-mail whose guest was faster than this function."""
    ours = invitation.send_ticket == task.ticket and invitation.email is EmailFate.QUEUED
    if ours and await mailer.has(invitation.operation_id):
        await store.save(invitation.having(email=EmailFate.SENT))


async def _with_guest(
    invitation: Invitation,
    store: InvitationStore,
    directory: Directory,
    clock: Callable[[], datetime],
) -> Invitation:
    if invitation.guest_id:
        return invitation
    guest = await directory.invite(invitation)
    return await store.save(
        invitation.having(guest_id=guest.id, redeem_url=guest.redeem_url),
        Event("GuestInvited", clock(), BY),
    )


async def _own(
    invitation: Invitation, task: Task, store: InvitationStore, new_id: Callable[[], str]
) -> tuple[Invitation, bool]:
    """Return the invitation with an operation id, and whether it is a fresh one of ours.

    An id of an earlier try is marked again before it is used, so that of two deliveries of one
    message only one goes on.
    """
    if not invitation.operation_id:
        owned = invitation.having(operation_id=new_id(), send_ticket=task.ticket)
        return await store.save(owned), True
    if invitation.send_ticket != task.ticket:
        return invitation, False
    return await store.save(invitation), False


async def _hand_over(
    invitation: Invitation,
    mailer: Mailer,
    compose: Callable[[Invitation], Email],
    store: InvitationStore,
) -> None:
    try:
        await mailer.send(compose(invitation), invitation.operation_id)
    except Unavailable as outage:
        if outage.sent_nothing:
            # A 429 took nothing: without an id, the next try need not spend a status call.
            await store.save(invitation.having(operation_id="", send_ticket=""))
        raise


async def _fail_refused(
    task: Task, store: InvitationStore, refusal: GuestRefused | EmailRefused, now: datetime
) -> None:
    invitation = await store.get(task.invitation_id)
    if invitation is None:
        return
    if invitation.state is State.QUEUED:
        await _fail(store, invitation, refusal.code, refusal.reason, now)
        return
    # The guest had the link from elsewhere and was faster: nothing but the e-mail failed.
    code, reason = refusal.code, refusal.reason
    refused = invitation.having(email=EmailFate.FAILED, failure=code, failure_reason=reason)
    await store.save(refused, Event("EmailFailed", now, BY, {"code": code, "reason": reason}))


async def _fail(
    store: InvitationStore, invitation: Invitation, code: str, reason: str, now: datetime
) -> None:
    failed = invitation.to(
        State.FAILED, email=EmailFate.FAILED, failure=code, failure_reason=reason
    )
    await store.save(failed, Event("InvitationFailed", now, BY, {"code": code, "reason": reason}))


async def give_up_sending(
    task: Task, *, store: InvitationStore, queue: TaskQueue, clock: Callable[[], datetime]
) -> None:
    """Mark the invitation of a poison message failed, so that the inviter sees it."""
    try:
        invitation = await store.get(task.invitation_id)
        if invitation is not None and invitation.state is State.QUEUED:
            reason = "Sending failed several times for a reason that this app does not know."
            await _fail(store, invitation, "poison", reason, clock())
    except LostRace:
        await queue.send(task)
    except Unavailable as outage:
        await put_off(task, outage, queue)
