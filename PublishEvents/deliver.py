"""Handlers of the queue `webhooks` and of its poison queue."""

import logging
import random

import azure.functions as func

from shared.outer.event_queues import decode_delivery
from shared.services import services
from shared.usecases.deliver_webhook import deliver_webhook

log = logging.getLogger(__name__)


async def deliver_message(message: func.QueueMessage) -> None:
    """Deliver the event to the webhook, or put it off."""
    outer = services()
    await deliver_webhook(
        decode_delivery(message.get_body()),
        receiver=outer.webhook,
        queue=outer.webhook_queue,
        clock=outer.clock,
        chance=random.random,
    )


def give_up_message(message: func.QueueMessage) -> None:
    """Say which event the webhook missed; the queue `events` has it all the same."""
    try:
        missed = str(decode_delivery(message.get_body()).event.get("id", ""))
    except (ValueError, KeyError, TypeError):
        missed = "that cannot be read"
    log.error("The webhook missed event %s: delivering failed for an unknown reason", missed)
