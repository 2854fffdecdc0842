"""Refusals of the managed identity endpoint."""

from aiohttp import web

from dev.simulator.config import new_id
from dev.simulator.errors import ServiceError


class IdentityError(ServiceError):
    """Status, code and message as App Service writes them (shape unsourced)."""

    def response(self) -> web.Response:
        """Return the body with statusCode, message and correlationId."""
        body = {
            "statusCode": self.status,
            "error": self.code,
            "message": self.message,
            "correlationId": new_id(),
        }
        return web.json_response(body, status=self.status, headers=self.headers)
