"""Hand an e-mail over once, by the ticket of the message that owns it (design.md, Storage).

The owner stores its ticket beside the operation id before it hands the e-mail over. When it comes
again after a crash, it asks the provider about that id first; any other message waits until the
owner is done. A message that is put off gets a new ticket, so that it and the one it replaces,
should a crash leave both, are never owners together.
"""

import dataclasses
from collections.abc import Awaitable, Callable

from shared.domain.errors import LostRace, Unavailable
from shared.domain.invitation import Invitation
from shared.domain.letter import Kind
from shared.usecases.mailing import Email, Mailer
from shared.usecases.ports import Task, TaskQueue
from shared.usecases.put_off import put_off

Compose = Callable[[Kind, Invitation], Awaitable[Email]]
MakeOwner = Callable[[str], Awaitable[object]]


async def hand_over(
    email: Email, operation_id: str, *, mailer: Mailer, let_go: Callable[[], Awaitable[object]]
) -> None:
    """Send the e-mail; `let_go` of the ticket where the provider certainly took nothing (429).

    Without an owner, the next try need not spend a status call. Raises EmailRefused or
    Unavailable.
    """
    try:
        await mailer.send(email, operation_id)
    except Unavailable as outage:
        if outage.sent_nothing:
            await let_go()
        raise


async def pass_on(
    task: Task,
    outage: Unavailable,
    *,
    queue: TaskQueue,
    new_id: Callable[[], str],
    owned: Callable[[], Awaitable[MakeOwner | None]],
) -> None:
    """Put a successor on the queue first, then make it the owner if this message is it.

    `owned` returns what makes another ticket the owner, or None where this task is not it. A
    crash in between leaves the owner, which comes again, and a successor that waits for it.
    Where storage is down, nobody can be made the owner: the same ticket goes on.
    """
    try:
        make_owner = await owned()
    except Unavailable:
        await put_off(task, outage, queue)
        return
    successor = renewed(task, new_id)
    await put_off(successor, outage, queue)
    if make_owner is not None:
        try:
            await make_owner(successor.ticket)
        except (LostRace, Unavailable):
            await put_off(task, outage, queue)


def renewed(task: Task, new_id: Callable[[], str]) -> Task:
    """Return the task as another message, which owns nothing."""
    return dataclasses.replace(task, ticket=new_id())
