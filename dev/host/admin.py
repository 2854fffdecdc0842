"""The part of the host's admin API that helps locally (functions-host.md, Timers and admin)."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from aiohttp import web

from .calls import Calls, OutputError
from .functions import Function
from .keys import Level
from .messages import Message
from .protos import RpcHttp, TypedData
from .timers import timer_input
from .worker import InvocationError

log = logging.getLogger(__name__)


class Admin:
    """`/admin/host/status` and `POST /admin/functions/{name}`; both need the master key."""

    def __init__(self, functions: Iterable[Function], calls: Calls) -> None:
        self._functions = {function.name.lower(): function for function in functions}
        self._calls = calls

    async def handle(
        self, request: web.BaseRequest, raw_path: str, level: Level
    ) -> web.StreamResponse:
        """Answer a request below /admin/: 401 without a key, 403 if it is not the master key."""
        if level < Level.ADMIN:
            return web.Response(status=401 if level == Level.ANONYMOUS else 403)
        match raw_path.strip("/").lower().split("/")[1:]:
            case ["host", "status"] if request.method == "GET":
                return web.json_response({"state": "Running"})
            case ["functions", name] if request.method == "POST":
                return await self._invoke(request, unquote(name))
            case _:
                return web.Response(status=404)

    async def _invoke(self, request: web.BaseRequest, name: str) -> web.Response:
        """Run the function once, without waiting for it."""
        try:
            given = json.loads(await request.read())
        except ValueError:
            given = None
        if not isinstance(given, dict):
            return web.Response(status=400)
        function = self._functions.get(name)
        if function is None:
            return web.Response(status=404)
        self._calls.start(self._run(function, str(given.get("input") or "")))
        return web.Response(status=202)

    async def _run(self, function: Function, text: str) -> None:
        trigger, metadata = _input(function, text)
        try:
            await self._calls.run(function, trigger, metadata)
        except (InvocationError, OutputError) as error:
            log.error("Function %s failed: %s", function.name, error)  # noqa: TRY400 - its trace is the text


def _input(function: Function, text: str) -> tuple[TypedData, dict[str, TypedData] | None]:
    match function.trigger.type.lower():
        case "httptrigger":
            return TypedData(http=_post(text)), None
        case "timertrigger":
            return timer_input(), None
        case "queuetrigger":
            return TypedData(string=text), Message(str(uuid4()), text).metadata()
        case _:
            return TypedData(string=text), None


def _post(text: str) -> RpcHttp:
    empty: dict[str, Any] = {}
    return RpcHttp(
        method="POST",
        url="http://localhost/",
        headers=empty,
        query=empty,
        params=empty,
        body=TypedData(bytes=text.encode()),
    )
