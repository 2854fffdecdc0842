"""Requeue what was given up, at most once: the new message first, then what it came from."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from dev.operating.given_up import ACCESS, INVITATION, LETTER, SUFFIX, GivenUp, of_message, task_of
from dev.operating.store import Store
from shared.outer.queues import put_as_is
from shared.services import ACCEPTANCES, BULK, INVITATIONS
from shared.usecases.requeue import (
    Outcome,
    requeue_access,
    requeue_invitation,
    requeue_letter,
)

_HIDDEN = 60  # seconds that nobody else sees a message that is being moved
Wanted = Callable[[GivenUp], bool]


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return str(uuid.uuid4())


async def of_row(one: GivenUp, store: Store, by: str) -> Outcome:
    """Requeue what the app noted as given up; raise Unavailable."""
    given: Any = {"store": store.invitations, "clock": _now, "new_id": _new_id}
    if one.kind == INVITATION:
        return await requeue_invitation(one.id, by, queue=store.tasks(INVITATIONS), **given)
    if one.kind == ACCESS:
        return await requeue_access(one.id, by, queue=store.tasks(ACCEPTANCES), **given)
    if one.kind == LETTER:
        return await requeue_letter(one.id, queue=store.tasks(INVITATIONS), **given)
    raise ValueError(one.kind)


async def of_queue(
    queue: str, wanted: Wanted, store: Store, by: str
) -> list[tuple[GivenUp, Outcome]]:
    """Requeue the messages of a poison queue that are wanted; raise Unavailable."""
    client = store.queues.get_queue_client(queue)
    done, left = [], []
    async for message in client.receive_messages(visibility_timeout=_HIDDEN):
        one = await of_message(queue, message, store)
        if not wanted(one):
            left.append(message)
            continue
        outcome = await _again(queue, message.content, store, by)
        await client.delete_message(message)
        done.append((one, outcome))
    for message in left:  # not before: it would be received again
        await client.update_message(message, visibility_timeout=0, content=message.content)
    return done


async def _again(queue: str, content: str, store: Store, by: str) -> Outcome:
    """Put what a message asks for on its queue again.

    What works on other queues bears repeating, so that there the message itself is put again.
    """
    base, task = queue.removesuffix(SUFFIX), task_of(content)
    if base not in {INVITATIONS, BULK} or task is None:
        client = store.queues.get_queue_client(base)
        await put_as_is(client, content, 0)
        return Outcome.REQUEUED
    given: Any = {
        "store": store.invitations,
        "queue": store.tasks(base),
        "clock": _now,
        "new_id": _new_id,
    }
    if task.letter:
        return await requeue_letter(task.letter, waits=True, **given)
    return await requeue_invitation(task.invitation_id, by, of_round=task.round, **given)
