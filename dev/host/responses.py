"""From what an HTTP function returned to what goes over the wire (functions-host.md, HTTP)."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web
from multidict import CIMultiDict

from .cookies import set_cookie
from .newtonsoft import compact, get_ignoring_case, indented
from .protos import RpcHttp, TypedData

_TEXT = "text/plain; charset=utf-8"
# aiohttp counts and frames the body itself.
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection"})


def to_response(returned: TypedData | None) -> web.Response:
    """Return the response for a function's result. Raises ValueError if it cannot be sent."""
    if returned is None:
        return web.Response()
    if returned.kind == "http":
        return _from_http(returned.value)
    if returned.kind == "bytes":
        return web.Response(body=returned.value, content_type="application/octet-stream")
    return _from_text(str(returned.value))


def _from_http(http: RpcHttp) -> web.Response:
    headers = CIMultiDict(
        (name, value) for name, value in http.headers.items() if name.lower() not in _FRAMING
    )
    for cookie in http.cookies or ():
        headers.add("Set-Cookie", set_cookie(cookie))
    return web.Response(status=int(http.status_code), headers=headers, body=http.body.value)


def _from_text(text: str) -> web.Response:
    try:
        value = json.loads(text)
    except ValueError:
        return web.Response(text=text, headers={"Content-Type": _TEXT})
    if isinstance(value, dict):
        described, body = get_ignoring_case(value, "body")
        if described:
            return _from_description(value, body)
    return web.Response(text=indented(value), headers={"Content-Type": _TEXT})


def _from_description(value: dict[str, Any], body: Any) -> web.Response:
    found, status = get_ignoring_case(value, "statuscode")
    if not found:
        found, status = get_ignoring_case(value, "status")
    _, given = get_ignoring_case(value, "headers")
    headers = CIMultiDict({"Content-Type": _TEXT})
    if isinstance(given, dict):
        headers.update({name: compact(item) for name, item in given.items()})
    try:
        code = int(status) if found else 200
    except (TypeError, ValueError):
        code = 200
    return web.Response(status=code, headers=headers, body=compact(body).encode())
