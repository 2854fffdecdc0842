"""Try again what a poison queue gave up, once the operator has put its reason right.

The message goes first and the row second, as when an invitation is made: the message carries the
next round and waits for a row that is not stored yet, and without one it gives up by itself. So a
crash in between leaves things as they were, and again does no harm. The e-mail still goes once: a
try that may have handed it over leaves its operation id, and the next one asks about that first.
"""

import enum
from collections.abc import Callable
from datetime import datetime, timedelta

from shared.domain.errors import AddressAlreadyInvited
from shared.domain.failure import NONE
from shared.domain.invitation import EmailFate, Event, Invitation, State
from shared.domain.letter import Letter
from shared.usecases import grant_access, send_letter, sending_failed
from shared.usecases.ports import InvitationStore, Task, TaskQueue
from shared.usecases.trying import retry_lost_races

# An e-mail's row has no round to wait for: its message comes when the row is surely stored.
LETTER_DELAY = timedelta(seconds=30)


class Outcome(enum.StrEnum):
    """What became of it."""

    REQUEUED = "requeued"
    NOT_NEEDED = "not needed any more"
    ADDRESS_TAKEN = "not possible: the address has another invitation by now"
    GONE = "not possible: there is no such invitation"


def given_up(invitation: Invitation) -> bool:
    """Return whether the invitation's e-mail was given up for no reason that the app knows."""
    return invitation.state is State.FAILED and invitation.failure == sending_failed.POISON.code


def access_given_up(invitation: Invitation) -> bool:
    """Return whether its access was."""
    failed = invitation.access == "failed" and invitation.state is State.COMPLETED
    return failed and invitation.failure == grant_access.POISON.code


def letter_given_up(letter: Letter) -> bool:
    """Return whether one of its other e-mails was."""
    return letter.fate is EmailFate.FAILED and letter.reason == send_letter.POISON


@retry_lost_races
async def requeue_invitation(
    invitation_id: str,
    by: str,
    *,
    store: InvitationStore,
    queue: TaskQueue,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    of_round: int | None = None,
) -> Outcome:
    """Bring an invitation that was given up back to queued; raise Unavailable.

    `of_round` is the round of a message that still lies on a poison queue: its invitation may be
    queued itself, and one that was resent since has a message of its own.
    """
    invitation = await store.get(invitation_id)
    if invitation is None:
        return Outcome.GONE
    waits = invitation.state is State.QUEUED and invitation.round == of_round
    if invitation.erased or not (waits or given_up(invitation)):
        return Outcome.NOT_NEEDED
    try:
        await _send_again(invitation, by, store, queue, clock, new_id)
    except AddressAlreadyInvited:
        return Outcome.ADDRESS_TAKEN
    return Outcome.REQUEUED


async def _send_again(
    invitation: Invitation,
    by: str,
    store: InvitationStore,
    queue: TaskQueue,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> None:
    now, ticket, number = clock(), new_id(), invitation.round + 1
    await store.reclaim(invitation, invitation.guest.email, now)
    await queue.send(Task(invitation.id, ticket, now, round=number))
    again = invitation.to(
        State.QUEUED,
        email=EmailFate.QUEUED,
        round=number,
        send_ticket=ticket if invitation.operation_id else "",
        ended=None,
        **NONE,
    )
    details = {"from": invitation.state.value}
    await store.save(again, Event("InvitationRequeued", now, by, details))


async def requeue_access(
    invitation_id: str,
    by: str,
    *,
    store: InvitationStore,
    queue: TaskQueue,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> Outcome:
    """Have access granted again; raise Unavailable.

    Granting bears repeating, and whatever comes of it is noted anew.
    """
    invitation = await store.get(invitation_id)
    if invitation is None:
        return Outcome.GONE
    if invitation.erased or not access_given_up(invitation):
        return Outcome.NOT_NEEDED
    await queue.send(Task(invitation.id, new_id(), clock()))
    await _note_access(invitation.id, by, store, clock)
    return Outcome.REQUEUED


@retry_lost_races
async def _note_access(
    invitation_id: str, by: str, store: InvitationStore, clock: Callable[[], datetime]
) -> None:
    invitation = await store.get(invitation_id)
    # The message may have been faster, and access be granted by now.
    if invitation is not None and access_given_up(invitation):
        again = invitation.having(access="queued", **NONE)
        await store.save(again, Event("AccessRequeued", clock(), by, {}))


@retry_lost_races
async def requeue_letter(
    letter_id: str,
    *,
    store: InvitationStore,
    queue: TaskQueue,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    waits: bool = False,
) -> Outcome:
    """Bring an e-mail that was given up back to queued; raise Unavailable.

    With `waits`, its message still lies on a poison queue, so that it may be queued itself.
    """
    letter = await store.letter(letter_id)
    if letter is None:
        return Outcome.GONE
    if not (letter_given_up(letter) or (waits and letter.fate is EmailFate.QUEUED)):
        return Outcome.NOT_NEEDED
    now, ticket = clock(), new_id()
    task = Task(letter.invitation_id, ticket, now, letter=letter.id)
    await queue.send(task, LETTER_DELAY)
    again = letter.having(fate=EmailFate.QUEUED, reason="", ticket=ticket if letter.ticket else "")
    await store.save_letter(again)
    return Outcome.REQUEUED
