"""Graph's refusals, in the ODataError shape; the codes are those of facts.md section 6."""

from aiohttp import web

from dev.simulator.config import clock, new_id
from dev.simulator.errors import ServiceError


class GraphError(ServiceError):
    """Status, code and message of an ODataError."""

    def response(self) -> web.Response:
        """Return the documented body; innerError.date has no zone, as captured (facts.md 6)."""
        request_id = new_id()
        inner = {
            "date": clock().strftime("%Y-%m-%dT%H:%M:%S"),
            "request-id": request_id,
            "client-request-id": request_id,
        }
        error = {"code": self.code, "message": self.message, "innerError": inner}
        return web.json_response({"error": error}, status=self.status, headers=self.headers)


def bad_request(message: str, code: str = "BadRequest") -> GraphError:
    """Return a 400; which code goes with which message is unsourced where facts.md says so."""
    return GraphError(400, code, message)


def invalid_value(name: str, resource: str) -> GraphError:
    """Return the 400 for a member with a bad value (wording unsourced)."""
    message = f"Invalid value specified for property '{name}' of resource '{resource}'."
    return GraphError(400, "Request_BadRequest", message)


def not_found(object_id: str) -> GraphError:
    """Return the 404 of the slice's examples resourceNotFound and memberNotFound."""
    return GraphError(
        404,
        "Request_ResourceNotFound",
        f"Resource '{object_id}' does not exist or one of its queried reference-property "
        "objects are not present.",
    )


def not_visible_yet() -> GraphError:
    """Return what an operation on a fresh guest meets (issue #15839; its status is unsourced)."""
    return GraphError(
        404,
        "Directory_ObjectNotFound",
        "Unable to read the company information from the directory.",
    )


def no_such_property(name: str) -> GraphError:
    """Return the 400 for a property that a user does not have (unsourced)."""
    return bad_request(f"Could not find a property named '{name}' on type 'microsoft.graph.user'.")


def invalid_token(message: str) -> GraphError:
    """Return the 401 for a missing or useless access token (unsourced wording)."""
    return GraphError(401, "InvalidAuthenticationToken", message, {"WWW-Authenticate": "Bearer"})


def denied() -> GraphError:
    """Return the 403 for a caller without the permission (facts.md section 6, BATCH example)."""
    return GraphError(
        403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."
    )
