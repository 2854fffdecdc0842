"""Handlers of the queues `invitations` and `invitations-bulk`, and of their poison queues."""

import dataclasses

import azure.functions as func

from shared.domain.invitation import Invitation
from shared.domain.letter import CARRIES_LINK, Kind
from shared.outer.queues import decode, decode_many
from shared.outer.side_by_side import side_by_side
from shared.services import Services, services
from shared.usecases.handing_over import Compose
from shared.usecases.mailing import Email
from shared.usecases.ports import TaskQueue
from shared.usecases.send_invitation import send_invitation
from shared.usecases.send_letter import give_up_letter, send_letter
from shared.usecases.sending_failed import give_up_sending
from shared.web.letters import compose


async def send_message(message: func.QueueMessage) -> None:
    """Send the invitation that the message names, or another e-mail of it."""
    outer = services()
    await _send(message, outer, outer.invitation_queue)


async def send_bulk_message(message: func.QueueMessage) -> None:
    """Send the invitation that the message names, or have each of the many that it names sent."""
    outer = services()
    if await _parted(message, outer):
        return
    await _send(message, outer, outer.bulk_queue)


async def give_up_message(message: func.QueueMessage) -> None:
    """Mark the invitation, or the e-mail, of a poison message failed."""
    outer = services()
    await _give_up(message, outer, outer.invitation_poison)


async def give_up_bulk_message(message: func.QueueMessage) -> None:
    """Mark the bulk invitation of a poison message failed."""
    outer = services()
    if await _parted(message, outer):
        return
    await _give_up(message, outer, outer.bulk_poison)


async def _parted(message: func.QueueMessage, outer: Services) -> bool:
    """Return whether the message was of many invitations, and each has one of its own by now.

    A crash in between leaves some with two messages, of which one becomes the owner (see
    handing_over).
    """
    tasks = decode_many(message.get_body(), outer.new_id)
    await side_by_side(outer.bulk_queue.send, tasks)
    return bool(tasks)


async def _send(message: func.QueueMessage, outer: Services, queue: TaskQueue) -> None:
    """Send it; `queue` is the one it came from, to which it goes back if it is put off."""
    task = decode(message.get_body())
    if task.letter:
        await send_letter(
            task,
            store=outer.invitations,
            blocks=outer.blocks,
            mailer=outer.mailer,
            queue=queue,
            compose=_composer(outer),
            clock=outer.clock,
            new_id=outer.new_id,
            hold=outer.brake.hold,
        )
        return
    await send_invitation(
        task,
        store=outer.invitations,
        blocks=outer.blocks,
        directory=outer.directory,
        ways=outer.ways,
        mailer=outer.mailer,
        queue=queue,
        history=outer.history_queue,
        compose=_composer(outer),
        clock=outer.clock,
        new_id=outer.new_id,
        hold=outer.brake.hold,
    )


async def _give_up(message: func.QueueMessage, outer: Services, poison: TaskQueue) -> None:
    task = decode(message.get_body())
    if task.letter:
        await give_up_letter(task, store=outer.invitations, queue=poison)
        return
    await give_up_sending(
        task,
        store=outer.invitations,
        queue=poison,
        history=outer.history_queue,
        clock=outer.clock,
    )


def _composer(outer: Services) -> Compose:
    async def composed(kind: Kind, invitation: Invitation) -> Email:
        carries_link = kind in CARRIES_LINK
        picture = await outer.pictures.of(invitation.inviter.email) if carries_link else b""
        email = compose(kind, invitation, outer.settings, picture=picture, now=outer.clock())
        return dataclasses.replace(email, bulk=invitation.bulk and carries_link)

    return composed
