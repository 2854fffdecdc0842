"""The httpx client of everything that asks Graph."""

from typing import Any

import httpx

from shared.telemetry.calls import Calling, plain


class WatchedClient(httpx.AsyncClient):
    """A client whose every request is a call of the service."""

    def __init__(self, service: str, **options: Any) -> None:
        super().__init__(**options)
        self._service = service

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send the request."""
        with Calling(self._service, plain(request.url.path), request.method) as call:
            response = await super().send(request, **options)
            call.status = response.status_code
            return response
