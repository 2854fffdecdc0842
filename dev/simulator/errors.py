"""How a simulated service refuses: an exception that knows its own answer."""

from aiohttp import web
from aiohttp.typedefs import Handler


class ServiceError(Exception):
    """A refusal of one service; each service has its own shape of body."""

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
