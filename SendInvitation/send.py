"""Handlers of the queue `invitations` and of its poison queue."""

import azure.functions as func

from shared.outer.queues import decode
from shared.services import services
from shared.usecases.send_invitation import send_invitation
from shared.usecases.sending_failed import give_up_sending
from shared.web.invitation_email import compose


async def send_message(message: func.QueueMessage) -> None:
    """Send the invitation that the message names."""
    outer = services()
    await send_invitation(
        decode(message.get_body()),
        store=outer.invitations,
        directory=outer.directory,
        ways=outer.ways,
        mailer=outer.mailer,
        queue=outer.invitation_queue,
        compose=lambda invitation: compose(invitation, outer.settings),
        clock=outer.clock,
        new_id=outer.new_id,
    )


async def give_up_message(message: func.QueueMessage) -> None:
    """Mark the invitation of a poison message failed."""
    outer = services()
    await give_up_sending(
        decode(message.get_body()),
        store=outer.invitations,
        queue=outer.invitation_poison,
        clock=outer.clock,
    )
