"""What an app gave up: messages on poison queues, and what it noted of those it took from there.

The app takes the messages of most poison queues itself, within seconds, and notes on the invitation
that it failed. So what was given up is mostly found in the table.
"""

import base64
import binascii
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dev.operating.store import Store
from shared.domain.happening import reference
from shared.domain.invitation import Invitation, State
from shared.outer import letter_rows, rows
from shared.outer.queues import decode
from shared.outer.tables import version_of
from shared.usecases import grant_access, send_letter, sending_failed
from shared.usecases.ports import Task

SUFFIX = "-poison"
INVITATION, LETTER, ACCESS, MESSAGE = "invitation", "e-mail", "access", "message"
MOST = 32  # messages that a queue shows at once
_SHOWN = 12  # characters of a name
_CONDITION = (
    f"(failure eq '{sending_failed.POISON.code}' and (state eq '{State.FAILED}' or "
    f"access eq 'failed')) or (fate eq 'failed' and reason eq '{send_letter.POISON}')"
)


@dataclass(frozen=True)
class GivenUp:
    """Something that was given up; `name` is what it is called on the command line.

    It names an invitation by what opens nothing (docs/events.md). `id` is the id of the invitation,
    of the e-mail or of the message; `queue` where a message lies.
    """

    name: str
    kind: str
    id: str
    since: datetime | None
    queue: str = ""
    tries: int = 0
    state: str = ""
    why: str = ""
    next_step: str = ""
    address: str = ""


async def everything(store: Store) -> AsyncIterator[GivenUp]:
    """Yield all of it, messages first; raise Unavailable and the like."""
    async for queue in store.queues.list_queues():
        if queue.name.endswith(SUFFIX):
            async for one in _messages(queue.name, store):
                yield one
    found = store.clients.table("Invitations").where(_CONDITION, None)
    async with contextlib.aclosing(found):
        async for row in found:
            if (noted := await _of_row(row, store)) is not None:
                yield noted


async def _messages(queue: str, store: Store) -> AsyncIterator[GivenUp]:
    client = store.queues.get_queue_client(queue)
    for message in await client.peek_messages(max_messages=MOST):
        yield await of_message(queue, message, store)


async def of_message(queue: str, message: Any, store: Store) -> GivenUp:
    """Return what a message on a poison queue is about."""
    task, invitation = task_of(message.content), None
    if task is not None:
        invitation = await store.invitations.get(task.invitation_id)
    return GivenUp(
        name=message.id[:_SHOWN],
        kind=MESSAGE,
        id=message.id,
        since=message.inserted_on,
        queue=queue,
        tries=message.dequeue_count or 0,
        state=invitation.state.value if invitation else "",
        why=_why(task, invitation),
        next_step="Requeue it once the app runs and its log says no more why it failed.",
        address=invitation.guest.email if invitation else "",
    )


def task_of(content: str) -> Task | None:
    """Return the task of a message, or None for one of another kind."""
    try:
        return decode(base64.b64decode(content, validate=True))
    except (binascii.Error, ValueError, KeyError, TypeError, AttributeError):
        return None


def _why(task: Task | None, invitation: Invitation | None) -> str:
    if task is None:
        return "The message names no invitation; the app's log says why it failed."
    if invitation is None:
        return "There is no such invitation: it was never stored."
    if invitation.failure_reason:
        return invitation.failure_reason
    return "The app did not note a reason yet; its log has it."


async def _of_row(row: Any, store: Store) -> GivenUp | None:
    if "fate" in row:
        letter = letter_rows.from_row(row, version_of(row))
        invitation = await store.invitations.get(letter.invitation_id)
        return GivenUp(
            reference(letter.id)[:_SHOWN],
            LETTER,
            letter.id,
            letter.created,
            state=invitation.state.value if invitation else "",
            why=f"{letter.kind.value}: {letter.reason}",
            next_step="Requeue it; the e-mail goes once.",
            address=letter.to.email,
        )
    one = rows.from_row(row, version_of(row))
    if one.erased:
        return None
    access = one.state is not State.FAILED
    failure = grant_access.POISON if access else sending_failed.POISON
    return GivenUp(
        reference(one.id)[:_SHOWN],
        ACCESS if access else INVITATION,
        one.id,
        one.ended if not access else one.emailed,
        state=one.state.value,
        why=one.failure_reason or failure.reason,
        next_step="Requeue it; what was done already is not done twice.",
        address=one.guest.email,
    )
