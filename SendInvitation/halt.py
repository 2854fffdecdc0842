"""GET /api/Sending, POST /api/Sending/pause and /api/Sending/resume: the stop switch."""

import logging

import azure.functions as func

from shared.domain.errors import Fault, InvalidRequest
from shared.domain.text import harmful, one_line
from shared.services import services
from shared.usecases.halting import turn
from shared.web.callers import Asks, admin
from shared.web.json_answer import json_answer
from shared.web.operating_answers import sending
from shared.web.problems import with_problems
from shared.web.shapes.operating import SwitchBody
from shared.web.small_body import author, read

log = logging.getLogger(__name__)


@with_problems
async def show(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return whether sending is paused."""
    admin(await asks(request))
    switch, _ = await services().switch.read()
    return json_answer(sending(switch))


@with_problems
async def pause(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Pause every e-mail; again does no harm."""
    return await _turn(request, asks, paused=True)


@with_problems
async def resume(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Let e-mails go again; again does no harm."""
    return await _turn(request, asks, paused=False)


async def _turn(request: func.HttpRequest, asks: Asks, *, paused: bool) -> func.HttpResponse:
    caller = admin(await asks(request))
    body = read(request.get_body(), SwitchBody)
    if harmful(body.why):
        raise InvalidRequest(Fault("/why", "may not hold control or direction characters"))
    outer = services()
    by, why = author(body.by, caller), one_line(body.why)
    switch = await turn(paused, by=by, why=why, store=outer.switch, clock=outer.clock)
    log.warning("Sending is %s", "paused" if switch.paused else "on")
    return json_answer(sending(switch))
