"""Where messages and requests to storage take the telemetry with them."""

import json
from typing import Any

from azure.core.pipeline.transport import AioHttpTransport
from azure.core.rest import AsyncHttpResponse, HttpRequest

from shared.domain.keys import invitation_id
from shared.telemetry.calls import Calling
from shared.telemetry.operation import carried


class WatchedTransport(AioHttpTransport):  # type: ignore[misc]  # imported lazily: Any to mypy
    """The SDKs' own transport; each attempt that goes through it is a call of the service."""

    def __init__(self, service: str, call: str, **options: Any) -> None:
        super().__init__(**options)
        self._service = service
        self._call = call

    async def send(self, request: HttpRequest, **config: Any) -> AsyncHttpResponse:
        """Send the request."""
        with Calling(self._service, self._call, request.method) as call:
            response: AsyncHttpResponse = await super().send(request, **config)
            call.status = response.status_code
            return response


def with_trace(text: str) -> str:
    """Return a message with the traceparent of what it is about, if something is recorded.

    The name is no trigger metadata of the host's (functions-host.md, Queues). What other systems
    read stays as it is.
    """
    body = json.loads(text)
    about = body.get("invitation") or next(iter(body.get("invitations", ())), "")
    header = carried(about) if invitation_id(about) else ""
    return json.dumps({**body, "traceparent": header}) if header else text
