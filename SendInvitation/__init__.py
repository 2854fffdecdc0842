"""Queues `invitations` and `invitations-bulk`: make sure of the guest, send the e-mail once.

Bulk has a queue of its own, so that however many of them wait, single ones find a free worker.
The operations are the operator's stop switch.
"""

import azure.functions as func

from shared.web.operations import Operation, register

OPERATIONS = (
    Operation("ShowSending", "GET", "Sending", "halt", "show"),
    Operation("PauseSending", "POST", "Sending/pause", "halt", "pause"),
    Operation("ResumeSending", "POST", "Sending/resume", "halt", "resume"),
)
blueprint = func.Blueprint()
register(blueprint, __name__, OPERATIONS)


@blueprint.function_name("SendInvitation")
@blueprint.queue_trigger("msg", "invitations", "AzureWebJobsStorage")
async def send(msg: func.QueueMessage) -> None:
    """Send an invitation."""
    from SendInvitation.send import send_message

    await send_message(msg)


@blueprint.function_name("SendInvitationPoison")
@blueprint.queue_trigger("msg", "invitations-poison", "AzureWebJobsStorage")
async def give_up(msg: func.QueueMessage) -> None:
    """Tell the inviter that an invitation could not be sent."""
    from SendInvitation.send import give_up_message

    await give_up_message(msg)


@blueprint.function_name("SendBulkInvitation")
@blueprint.queue_trigger("msg", "invitations-bulk", "AzureWebJobsStorage")
async def send_bulk(msg: func.QueueMessage) -> None:
    """Send an invitation that was made in bulk."""
    from SendInvitation.send import send_bulk_message

    await send_bulk_message(msg)


@blueprint.function_name("SendBulkInvitationPoison")
@blueprint.queue_trigger("msg", "invitations-bulk-poison", "AzureWebJobsStorage")
async def give_up_bulk(msg: func.QueueMessage) -> None:
    """Tell the inviter that an invitation that was made in bulk could not be sent."""
    from SendInvitation.send import give_up_bulk_message

    await give_up_bulk_message(msg)
