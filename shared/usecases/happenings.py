"""Tell other systems what happened to an invitation, without losing anything at a crash.

Every event of the history stands in one transaction with the change that it tells of. Before that
transaction, a message with the event's number is put on the queue `history`; its function reads the
event and publishes it. A crash in between, or a lost race, leaves a message whose event never
comes, and that gives up like any other (CREATE_WINDOW). So nothing is published that did not happen
and nothing that happened is left out. An event comes twice where publishing is cut off half-way.

Creating an invitation puts no such message: the one that has it sent tells of its first event.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from shared.domain.errors import Unavailable
from shared.domain.happening import DETAILS, TYPES, reference
from shared.domain.invitation import Event, Invitation
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.ports import EventQueue, InvitationStore, Task
from shared.usecases.put_off import LONGEST, delay, row_delay

# More than storage rounds. Those who race for the same event are hardly ever that close.
_SAME = timedelta(microseconds=10)
# What could not be published for an unknown reason is tried again for so long.
PATIENCE = timedelta(days=7)


@dataclass(frozen=True)
class Happening:
    """A queue message: the event of that number is about to be stored.

    `kind` and `at` tell it from another one that takes the number in a lost race, and whose message
    is its own; an empty kind stands for whatever is there.
    """

    invitation_id: str
    number: int
    created: datetime
    kind: str = ""
    at: datetime | None = None
    attempt: int = 0

    def is_of(self, event: Event) -> bool:
        """Return whether it was put for this event."""
        if not self.kind or self.at is None:
            return True
        return self.kind == event.kind and abs(event.at - self.at) < _SAME


class HappeningQueue(Protocol):
    """Happenings to publish."""

    async def send(self, happening: Happening, delay: timedelta = timedelta()) -> None:
        """Put it on the queue, invisible for `delay`."""


async def tell_created(task: Task, *, queue: HappeningQueue, clock: Callable[[], datetime]) -> Task:
    """Tell of the first event of an invitation once, whatever becomes of sending it.

    Returns the task to go on with, which tells no more. Raises Unavailable.
    """
    if task.letter or task.told:
        return task
    if task.round == 0:
        await queue.send(Happening(task.invitation_id, 1, clock()))
    return dataclasses.replace(task, told=True)


async def publish_happening(
    happening: Happening,
    *,
    store: InvitationStore,
    queue: HappeningQueue,
    events: EventQueue,
    source: str,
    clock: Callable[[], datetime],
) -> None:
    """Publish the event that the message was put for, or put the message off."""
    later = dataclasses.replace(happening, attempt=happening.attempt + 1)
    try:
        event = await store.event(happening.invitation_id, happening.number)
        if event is None:
            # Who put the message is still storing the event, or crashed, or lost a race.
            if clock() - happening.created < CREATE_WINDOW * 2:
                await queue.send(later, row_delay(happening.attempt))
            return
        invitation = await store.get(happening.invitation_id)
        if invitation is None or event.kind not in TYPES or not happening.is_of(event):
            return
        await events.publish(invitation_event(invitation, happening.number, event, source))
    except Unavailable as outage:
        await queue.send(later, delay(happening.attempt, outage.retry_after))


async def keep_trying(
    happening: Happening, *, queue: HappeningQueue, clock: Callable[[], datetime]
) -> bool:
    """Put the message of a poison queue back; return False where that has gone on for too long."""
    if clock() - happening.created >= PATIENCE:
        return False
    await queue.send(dataclasses.replace(happening, attempt=0), LONGEST)
    return True


def invitation_event(
    invitation: Invitation, number: int, event: Event, source: str
) -> dict[str, object]:
    """Return the CloudEvent (CloudEvents 1.0, JSON format; extension `sequence`).

    Its id is the same however often it is published, so that a consumer can drop repeats. Neither
    the id of the invitation nor its redeem URL is in it: both open the guest's way in.
    """
    named = reference(invitation.id)
    details = {name: event.details[name] for name in DETAILS if event.details.get(name)}
    return {
        "specversion": "1.0",
        "id": f"{named}:{number}",
        "source": source,
        "type": TYPES[event.kind],
        "subject": named,
        "time": event.at.isoformat(),
        "datacontenttype": "application/json",
        "sequence": f"{number:06d}",
        "data": members(invitation) | {"by": event.by, "details": details},
    }


def members(invitation: Invitation) -> dict[str, Any]:
    """Return what every event says of its invitation."""
    return {
        "invitation": reference(invitation.id),
        "guest": dataclasses.asdict(invitation.guest) | {"id": invitation.guest_id},
        "organisation": invitation.organisation,
        "inviter": dataclasses.asdict(invitation.inviter),
        "language": invitation.language,
        "roles": list(invitation.roles),
        "expires": invitation.expires.isoformat(),
    }
