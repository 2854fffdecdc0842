"""How a simulated service refuses: an exception that knows its own answer."""

from collections.abc import Mapping

from aiohttp import web
from aiohttp.typedefs import Handler


class ServiceError(Exception):
    """A refusal of one service: status, code and message; each has its own shape of body."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, code, message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})

    def response(self) -> web.Response:
        """Return the answer that the real service gives."""
        raise NotImplementedError


@web.middleware
async def answer_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn a ServiceError into its answer."""
    try:
        return await handler(request)
    except ServiceError as error:
        return error.response()
