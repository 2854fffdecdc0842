"""Handlers of the queue `acceptances` and of its poison queue."""

import azure.functions as func

from shared.outer.queues import decode
from shared.services import services
from shared.usecases.grant_access import give_up_granting, grant_access


async def grant_message(message: func.QueueMessage) -> None:
    """Grant what the invitation's roles say."""
    outer = services()
    await grant_access(
        decode(message.get_body()),
        store=outer.invitations,
        companies=outer.companies,
        directory=outer.directory,
        queue=outer.acceptance_queue,
        desk=outer.desk,
        events=outer.events,
        roles=outer.settings.roles,
        source=outer.settings.public_url,
        clock=outer.clock,
        describe=outer.settings.describe_guests,
    )


async def give_up_message(message: func.QueueMessage) -> None:
    """Note that the access of a poison message could not be granted."""
    outer = services()
    await give_up_granting(
        decode(message.get_body()),
        store=outer.invitations,
        queue=outer.acceptance_poison,
        clock=outer.clock,
    )
