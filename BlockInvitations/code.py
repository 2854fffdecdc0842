"""Handlers of the queue `codes` and of its poison queue."""

import logging

import azure.functions as func

from shared.outer.queues import decode_code
from shared.services import services
from shared.usecases.prove_address import send_code
from shared.web.letters import compose_code

log = logging.getLogger(__name__)


async def send_message(message: func.QueueMessage) -> None:
    """Send the code that the message asks for."""
    outer = services()
    await send_code(
        decode_code(message.get_body()),
        store=outer.blocks,
        mailer=outer.mailer,
        queue=outer.code_queue,
        compose=lambda address, code, language: compose_code(
            address, code, language, outer.settings
        ),
        key=outer.settings.session_keys[0],
        clock=outer.clock,
        new_id=outer.new_id,
    )


def give_up_message() -> None:
    """Say that a code was not sent; it has run out by now."""
    log.warning("A one-time code could not be sent and was dropped")
