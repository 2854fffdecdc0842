"""Refusals of ACS Email: ErrorResponse of the slice, with the code repeated in a header."""

from aiohttp import web

from dev.simulator.errors import ServiceError


class EmailError(ServiceError):
    """Status, code and message; which codes the service uses is unsourced (facts.md section 8)."""

    def response(self) -> web.Response:
        """Return the ErrorResponse."""
        return web.json_response(
            {"error": {"code": self.code, "message": self.message}},
            status=self.status,
            headers={"x-ms-error-code": self.code, **self.headers},
        )


def denied(why: str) -> EmailError:
    """Return the 401 for a wrong signature or token."""
    return EmailError(401, "Denied", why)


def bad_request(why: str) -> EmailError:
    """Return a 400."""
    return EmailError(400, "BadRequest", why)
