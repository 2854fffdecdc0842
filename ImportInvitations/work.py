"""Handlers of the queues `imports` and `imports-poison`."""

import azure.functions as func

from shared.outer.queues import decode_import
from shared.services import services
from shared.usecases.imports.work import Working


async def work_on(message: func.QueueMessage) -> None:
    """Accept lots of the import that the message names."""
    await _working().go_on(decode_import(message.get_body()))


async def give_up_on(message: func.QueueMessage) -> None:
    """Note on the import that it failed."""
    await _working().give_up(decode_import(message.get_body()))


def _working() -> Working:
    outer = services()
    return Working(
        imports=outer.imports,
        many=outer.many,
        queue=outer.import_queue,
        sender=outer.bulk_queue,
        clock=outer.clock,
        lifetime=outer.settings.lifetime,
    )
