"""From a request on the wire to what a function gets (functions-host.md, HTTP)."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from .protos import RpcHttp, TypedData

_NO_BODY = TypedData()


async def to_rpc(
    request: web.BaseRequest, query: Mapping[str, str], parameters: Mapping[str, str]
) -> TypedData:
    """Return the request for the worker; a body comes along only with a Content-Length above 0."""
    body = _NO_BODY
    if int(request.headers.get("Content-Length") or 0) > 0:
        body = TypedData(bytes=await request.read())
    return TypedData(
        http=RpcHttp(
            method=request.method,
            url=f"http://{request.host}{request.raw_path}",
            headers=_headers(request),
            query={name: value for name, value in query.items() if value},
            params=parameters,
            body=body,
        )
    )


def parse_query(text: str) -> dict[str, str]:
    """Return the query; repeated values are joined with a comma, names differ ignoring case."""
    if not text:
        return {}
    pairs: dict[str, str] = {}
    spelling: dict[str, str] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        first = spelling.setdefault(name.lower(), name)
        pairs[first] = f"{pairs[first]},{value}" if first in pairs else value
    return pairs


def _headers(request: web.BaseRequest) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        name = name.lower()
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers
