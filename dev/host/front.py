"""The HTTP front: finds the function, checks the key, and answers in time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from aiohttp import web

from .admin import Admin
from .calls import Calls, OutputError
from .event_grid import PATH, EventGrid
from .functions import Function
from .keys import Keys, Level, required_level
from .protos import TypedData
from .requests import parse_query, to_rpc
from .responses import to_response
from .routes import Router
from .worker import InvocationError

log = logging.getLogger(__name__)


class Front:
    """Answers requests; `keys` is None where keys are not checked, as in Core Tools."""

    def __init__(
        self,
        router: Router,
        calls: Calls,
        admin: Admin,
        event_grid: EventGrid,
        keys: Keys | None,
        limit: float,
    ) -> None:
        self._router = router
        self._calls = calls
        self._admin = admin
        self._event_grid = event_grid
        self._keys = keys
        self._limit = limit

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Return the answer to any request."""
        raw_path, _, raw_query = request.raw_path.partition("?")
        query = parse_query(raw_query)
        if raw_path[:7].lower() == "/admin/":
            return await self._admin.handle(request, raw_path, self._level(request, query, ""))
        if raw_path.rstrip("/").lower() == PATH and request.method == "POST":
            allowed = self._keys is None or self._keys.opens_event_grid(_key(request, query))
            return await self._event_grid.handle(request, query, allowed=allowed)
        found = self._router.find(request.method, raw_path)
        if found is None:
            return web.Response(status=404)
        function, parameters = found
        needed = required_level(str(function.trigger.raw.get("authLevel") or ""))
        if needed > Level.ANONYMOUS and self._level(request, query, function.name) < needed:
            return web.Response(status=401)
        try:
            trigger = await to_rpc(request, query, parameters)
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        trace = request.headers.get("traceparent", ""), request.headers.get("tracestate", "")
        call = self._calls.start(self._respond(function, trigger, trace))
        if not call.done():
            await asyncio.wait((call,), timeout=self._limit)
        if call.done():
            return call.result()
        log.warning("%s gave no answer in %g s: 502, while it goes on", function.name, self._limit)
        return web.Response(status=502)

    async def _respond(
        self, function: Function, trigger: TypedData, trace: tuple[str, str]
    ) -> web.Response:
        try:
            result = await self._calls.run(function, trigger, trace=trace)
            return to_response(result.returned)
        except (InvocationError, OutputError) as error:
            log.error("Function %s failed: %s", function.name, error)  # noqa: TRY400 - its trace is the text
        except ValueError:
            log.exception("Function %s returned what cannot be sent", function.name)
        return web.Response(status=500)

    def _level(self, request: web.BaseRequest, query: Mapping[str, str], function: str) -> Level:
        """Return what the request's key opens; the header beats `?code=`, even when empty."""
        if self._keys is None:
            return Level.ADMIN
        return self._keys.level(_key(request, query), function)


def _key(request: web.BaseRequest, query: Mapping[str, str]) -> str:
    key = request.headers.get("x-functions-key")
    if key is None:
        key = next((value for name, value in query.items() if name.lower() == "code"), "")
    return key
