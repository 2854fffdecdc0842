"""What went over the wire, held against the published OpenAPI descriptions."""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.templating.paths.exceptions import PathError
from werkzeug.datastructures import Headers, ImmutableMultiDict

SLICES = ("graph-invitations", "acs-email")
HOST = "http://localhost"


@dataclass  # openapi-core writes the path parameters into it
class SentRequest:
    """A request as openapi-core wants it."""

    method: str
    path: str
    body: bytes
    content_type: str
    parameters: RequestParameters
    host_url: str = HOST


@dataclass(frozen=True)
class SentResponse:
    """An answer as openapi-core wants it."""

    status_code: int
    headers: Headers
    data: bytes
    content_type: str


@dataclass
class Recorder:
    """Keeps every exchange of the described services."""

    exchanges: list[tuple[SentRequest, SentResponse]] = field(default_factory=list)

    @property
    def watcher(self) -> Any:
        """Return the middleware that records."""

        @web.middleware
        async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
            body = await request.read()
            response = await handler(request)
            gone = request.transport is None or request.transport.is_closing()
            if not gone and isinstance(response, web.Response):
                self.exchanges.append((_request(request, body), _response(response)))
            return response

        return record

    def check(self) -> int:
        """Raise for the first exchange that breaks its description; return how many kept it.

        Every answer must fit; a request must fit if it was not refused. What the slices do not
        describe is passed over.
        """
        checked = 0
        for request, response in self.exchanges:
            for description in map(_description, SLICES):
                try:
                    description.validate_response(request, response)
                except PathError:
                    continue
                if response.status_code < 400:
                    description.validate_request(request)
                checked += 1
        return checked


@cache
def operations(name: str) -> dict[tuple[str, str], re.Pattern[str]]:
    """Return method and path template of all that a slice describes, with what fits the path."""
    return {
        (method, template): re.compile(re.sub(r"\\{[^{}]*\\}", "[^/]+", re.escape(template)))
        for template, item in _content(name)["paths"].items()
        for method in ("get", "post", "patch", "put", "delete")
        if method in item
    }


def operation_of(request: SentRequest, name: str) -> tuple[str, str] | None:
    """Return which operation of a slice a request is; None for what it does not describe."""
    for operation, fits in operations(name).items():
        if operation[0] == request.method and fits.fullmatch(request.path):
            return operation
    return None


@cache
def _description(name: str) -> OpenAPI:
    return OpenAPI.from_dict(_content(name) | {"servers": [{"url": HOST}]})


def _content(name: str) -> dict[str, Any]:
    path = Path(__file__).parent / f"{name}.openapi.json"
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def _request(request: web.Request, body: bytes) -> SentRequest:
    parameters = RequestParameters(
        query=ImmutableMultiDict(list(request.query.items())),
        header=Headers(list(request.headers.items())),
        cookie=ImmutableMultiDict(),
    )
    return SentRequest(
        method=request.method.lower(),
        path=request.path,
        body=body,
        content_type=request.content_type.lower(),
        parameters=parameters,
    )


def _response(response: web.Response) -> SentResponse:
    body = response.body
    return SentResponse(
        status_code=response.status,
        headers=Headers(list(response.headers.items())),
        data=body if isinstance(body, bytes) else b"",
        content_type=response.content_type.lower(),
    )
