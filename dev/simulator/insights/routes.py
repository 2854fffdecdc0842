"""POST /v2.1/track, as Azure Monitor's exporters call it, and a page with what came.

The resource has local authentication switched off: without a token of Microsoft Entra for
https://monitor.azure.com nothing is taken. What is kept is what came, envelope by envelope.
"""

import json
from typing import Any

import jwt
from aiohttp import web

from dev.simulator import defaults
from dev.simulator.config import KEY
from dev.simulator.insights.store import KEPT, Kept, trees
from dev.simulator.pages.rendering import page

AUDIENCES = ["https://monitor.azure.com", "https://monitor.azure.com/"]
_SHOWN = 20


def add_routes(app: web.Application) -> None:
    """Add the ingestion and /telemetry."""
    app[KEPT] = Kept()
    app.router.add_post("/v2.1/track", track)
    # Connection strings end in a slash, and the exporters put their own behind it.
    app.router.add_post("//v2.1/track", track)
    app.router.add_get("/telemetry", show)
    app.router.add_get("/control/telemetry", tell)
    app.router.add_delete("/control/telemetry", forget)


async def track(request: web.Request) -> web.Response:
    """Take envelopes; answer how many were taken, 206 where some were not."""
    if not _allowed(request):
        return _answer(401, [], [_error(0, 401, "Authentication is required")])
    try:
        sent = json.loads(await request.read())
    except ValueError:
        return _answer(400, [], [_error(0, 400, "Invalid JSON")])
    items = sent if isinstance(sent, list) else [sent]
    errors = [
        _error(index, 400, why) for index, item in enumerate(items) if (why := _wrong_with(item))
    ]
    bad = {error["index"] for error in errors}
    request.app[KEPT].items.extend(item for index, item in enumerate(items) if index not in bad)
    if errors and len(errors) == len(items):
        return _answer(400, items, errors)
    return _answer(206 if errors else 200, items, errors)


async def show(request: web.Request) -> web.Response:
    """Show the newest traces as trees; `?operation=` shows one."""
    wanted = request.query.get("operation", "")
    found = [one for one in trees(request.app[KEPT].items) if wanted in {"", one.operation}]
    return page("telemetry.html", trees=found[:_SHOWN], more=max(len(found) - _SHOWN, 0))


async def tell(request: web.Request) -> web.Response:
    """Answer every envelope that is kept, or those of `?operation=`."""
    wanted = request.query.get("operation", "")
    items = [
        item
        for item in request.app[KEPT].items
        if wanted in {"", item.get("tags", {}).get("ai.operation.id", "")}
    ]
    return web.json_response(items)


async def forget(request: web.Request) -> web.Response:
    """Forget them."""
    request.app[KEPT].items.clear()
    return web.Response(status=204)


def _allowed(request: web.Request) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        request.app[KEY].verify(token.strip(), AUDIENCES)
    except jwt.InvalidTokenError:
        return False
    return scheme.lower() == "bearer"


def _wrong_with(item: Any) -> str:
    """Return what is wrong with an envelope, or nothing."""
    if not isinstance(item, dict):
        return "An envelope must be an object"
    if item.get("iKey") != defaults.INSTRUMENTATION_KEY:
        return "Invalid instrumentation key"
    data = item.get("data")
    if not (item.get("name") and item.get("time") and isinstance(data, dict)):
        return "Field 'name', 'time' or 'data' is missing"
    if not (data.get("baseType") and isinstance(data.get("baseData"), dict)):
        return "Field 'data.baseType' or 'data.baseData' is missing"
    return ""


def _error(index: int, status: int, message: str) -> dict[str, Any]:
    return {"index": index, "statusCode": status, "message": message}


def _answer(status: int, items: list[Any], errors: list[dict[str, Any]]) -> web.Response:
    body = {
        "itemsReceived": len(items),
        "itemsAccepted": len(items) - len(errors) if items else 0,
        "errors": errors,
    }
    return web.json_response(body, status=status)
