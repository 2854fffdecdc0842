"""The Event Grid front: the webhook to which a subscription delivers events.

Event Grid posts an array of events to /runtime/webhooks/eventgrid?functionName=..., with the
system key of the extension and a header that says what the request is for. The trigger runs the
function once for each event; the delivery counts as failed, and comes again, if one of them fails.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from aiohttp import web

from .calls import Calls, OutputError
from .functions import Function
from .protos import TypedData
from .worker import InvocationError

log = logging.getLogger(__name__)
PATH = "/runtime/webhooks/eventgrid"
_KIND = "eventgridtrigger"


class EventGrid:
    """Answers deliveries to the functions with an Event Grid trigger."""

    def __init__(self, functions: Iterable[Function], calls: Calls) -> None:
        self._calls = calls
        self._functions = {
            function.name.lower(): function
            for function in functions
            if function.trigger.type.lower() == _KIND
        }

    async def handle(
        self, request: web.BaseRequest, query: Mapping[str, str], *, allowed: bool
    ) -> web.Response:
        """Return 202 once every event was handled, 500 if one failed, or the handshake's answer."""
        if not allowed:
            return web.Response(status=401)
        name = next((query[key] for key in query if key.lower() == "functionname"), "")
        function = self._functions.get(name.lower())
        if function is None:
            return web.Response(status=404, text=f"cannot find function: '{name}'")
        match request.headers.get("aeg-event-type", "").lower():
            case "subscriptionvalidation":
                return _validated(await _events(request))
            case "notification":
                return await self._deliver(function, await _events(request))
            case "unsubscribe":
                return web.Response(status=202)
            case _:
                return web.Response(status=400)

    async def _deliver(self, function: Function, events: list[Any] | None) -> web.Response:
        if events is None:
            return web.Response(status=400)
        done = await asyncio.gather(*(self._run(function, event) for event in events))
        return web.Response(status=202 if all(done) else 500)

    async def _run(self, function: Function, event: Any) -> bool:
        """Return whether the function took the event; it goes on if the caller goes away."""
        call = self._calls.start(
            self._calls.run(function, TypedData(json=json.dumps(event)), {"data": TypedData()})
        )
        try:
            await asyncio.shield(call)
        except (InvocationError, OutputError) as error:
            log.error("Function %s failed: %s", function.name, error)  # noqa: TRY400 - its trace is the text
            return False
        return True


async def _events(request: web.BaseRequest) -> list[Any] | None:
    """Return the events of the body, which is an array or one event, or None."""
    try:
        read = json.loads(await request.read())
    except ValueError:
        return None
    events = read if isinstance(read, list) else [read]
    return events if all(isinstance(event, dict) for event in events) else None


def _validated(events: list[Any] | None) -> web.Response:
    """Return the answer of the handshake: the code that came."""
    try:
        code = (events or [])[0]["data"]["validationCode"]
    except (IndexError, KeyError, TypeError):
        return web.Response(status=400)
    return web.json_response({"validationResponse": code})
