"""Handlers of the queue `history` and of its poison queue."""

import logging

import azure.functions as func

from shared.outer.event_queues import decode_happening
from shared.services import services
from shared.usecases.happenings import keep_trying, publish_happening

log = logging.getLogger(__name__)


async def publish_message(message: func.QueueMessage) -> None:
    """Publish the event that the message was put for."""
    outer = services()
    await publish_happening(
        decode_happening(message.get_body()),
        store=outer.invitations,
        queue=outer.history_queue,
        events=outer.events,
        source=outer.settings.public_url,
        clock=outer.clock,
    )


async def keep_message(message: func.QueueMessage) -> None:
    """Try again later for some days; a message that cannot be read has nothing to publish."""
    outer = services()
    try:
        happening = decode_happening(message.get_body())
    except (ValueError, KeyError, TypeError):
        log.error("A message of the queue history cannot be read and was dropped")  # noqa: TRY400
        return
    if await keep_trying(happening, queue=outer.history_queue, clock=outer.clock):
        log.error("An event could not be published and is tried again later")
    else:
        log.error("An event could not be published for a week and was given up")
