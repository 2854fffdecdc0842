"""Queues `history` and `webhooks`: other systems hear what happened to invitations."""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("PublishEvents")
@blueprint.queue_trigger("msg", "history", "AzureWebJobsStorage")
async def publish(msg: func.QueueMessage) -> None:
    """Publish an event of an invitation's history."""
    from PublishEvents.publish import publish_message

    await publish_message(msg)


@blueprint.function_name("PublishEventsPoison")
@blueprint.queue_trigger("msg", "history-poison", "AzureWebJobsStorage")
async def publish_later(msg: func.QueueMessage) -> None:
    """Publish an event later that could not be published."""
    from PublishEvents.publish import keep_message

    await keep_message(msg)


@blueprint.function_name("DeliverWebhook")
@blueprint.queue_trigger("msg", "webhooks", "AzureWebJobsStorage")
async def deliver(msg: func.QueueMessage) -> None:
    """Deliver an event to the webhook."""
    from PublishEvents.deliver import deliver_message

    await deliver_message(msg)


@blueprint.function_name("DeliverWebhookPoison")
@blueprint.queue_trigger("msg", "webhooks-poison", "AzureWebJobsStorage")
async def give_up(msg: func.QueueMessage) -> None:
    """Note that an event could not be delivered."""
    from PublishEvents.deliver import give_up_message

    give_up_message(msg)
