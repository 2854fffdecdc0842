"""Queue `acceptances`: open the platform to a guest who is done, and tell the platform."""

import azure.functions as func

blueprint = func.Blueprint()


@blueprint.function_name("GrantAccess")
@blueprint.queue_trigger("msg", "acceptances", "AzureWebJobsStorage")
async def grant(msg: func.QueueMessage) -> None:
    """Grant access."""
    from GrantAccess.grant import grant_message

    await grant_message(msg)


@blueprint.function_name("GrantAccessPoison")
@blueprint.queue_trigger("msg", "acceptances-poison", "AzureWebJobsStorage")
async def give_up(msg: func.QueueMessage) -> None:
    """Note that access could not be granted."""
    from GrantAccess.grant import give_up_message

    await give_up_message(msg)
