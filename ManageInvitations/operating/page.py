"""GET and POST /api/ManageInvitations/operation, for admins."""

import logging
from datetime import datetime

import azure.functions as func

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import screen, to_page
from shared.domain.errors import IllegalTransition, Unavailable
from shared.domain.text import harmful, one_line
from shared.services import services
from shared.usecases.halting import turn
from shared.web.callers import admin
from shared.web.console_page import console_page
from shared.web.form import posted
from shared.web.operating_answers import findings
from shared.web.trial_letter import send_test

log = logging.getLogger(__name__)
PATH = "/operation"
_LONGEST_WHY = 200
_PAUSE, _RESUME, _TEST = "pause", "resume", "test"
_DONE = ("paused", "resumed", "test-sent", "test-refused", "test-waits")


@screen
async def operation(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Show what was found just now (GET), or do what was pressed (POST)."""
    admin(inviter.caller)
    if request.method == "POST":
        form = posted(request)
        inviter.check_form(form.get("csrf", ""))
        done = await _do(form, inviter)
        return to_page(PATH, **({"done": done} if done else {}))
    outer = services()
    found = await findings(outer)
    switch, _ = await outer.switch.read()
    done = request.params.get("done", "")
    return console_page(
        "operation",
        request,
        inviter,
        switch_query={},
        found=found,
        looked=datetime.fromisoformat(found.time),
        sending=switch,
        done=done if done in _DONE else "",
        longest_why=_LONGEST_WHY,
    )


async def _do(form: dict[str, str], inviter: Inviter) -> str:
    """Do what the form asks for and return what the page then says of it."""
    pressed, outer, caller = form.get("do", ""), services(), inviter.caller
    if pressed in {_PAUSE, _RESUME}:
        why = one_line(form.get("why", ""))[:_LONGEST_WHY]
        switch = await turn(
            pressed == _PAUSE,
            by=caller.name,
            why="" if harmful(why) else why,
            store=outer.switch,
            clock=outer.clock,
        )
        log.warning("Sending is %s", "paused" if switch.paused else "on")
        return "paused" if switch.paused else "resumed"
    if pressed == _TEST:
        try:
            await send_test(caller.email, outer)
        except IllegalTransition:
            return "test-refused"
        except Unavailable:
            return "test-waits"
        return "test-sent"
    return ""
