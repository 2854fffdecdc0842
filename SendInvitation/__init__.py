"""Queue `invitations`: make sure that the guest exists, then send the e-mail once."""

import azure.functions as func

blueprint = func.Blueprint()


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
