"""Counting calls, and answering badly on request (control URL /control/faults)."""

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler

from dev.simulator.acs.errors import EmailError
from dev.simulator.config import STATE
from dev.simulator.errors import ServiceError
from dev.simulator.graph.errors import GraphError
from dev.simulator.identity.errors import IdentityError
from dev.simulator.state import Fault, State

SERVICES = {
    "v1.0": "graph",
    "msi": "identity",
    "emails": "email",
    "emails:send": "email",
    "v2.1": "insights",
}
OWN_PAGES = frozenset({"", "inbox", "directory", "telemetry", "control", "assets", "favicon.ico"})
KINDS = frozenset({"status", "slow", "drop", "lost"})
CODES = {
    401: "Unauthorized",
    403: "Authorization_RequestDenied",
    429: "TooManyRequests",
    500: "InternalServerError",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
}


def service_of(path: str) -> str | None:
    """Return which service a path belongs to; None for the simulator's own pages."""
    first = path.split("/", 2)[1]
    if first in OWN_PAGES:
        return None
    return SERVICES.get(first, "login")


@web.middleware
async def inject_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count the call in state.calls, then let the first fitting fault have its way."""
    service = service_of(request.path)
    if service is None:
        return await handler(request)
    state = request.app[STATE]
    resource = request.match_info.route.resource
    call = f"{service} {request.method} {resource.canonical if resource else request.path}"
    state.calls[call] = state.calls.get(call, 0) + 1
    fault = _take(state, service, request.path)
    if fault is None:
        return await handler(request)
    if fault.kind == "status":
        return _refusal(fault).response()
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        return await handler(request)
    if fault.kind == "lost":
        await handler(request)
    if request.transport is not None:
        request.transport.close()
    return web.Response()  # nobody is there to read it


def _take(state: State, service: str, path: str) -> Fault | None:
    """Return the first fault that fits and count it down; one below zero stays until cleared.

    One for every n-th call counts the calls that no fault before it has taken.
    """
    for fault in state.faults:
        if fault.service == service and fault.path in path and fault.times != 0:
            fault.seen += 1
            if fault.seen % fault.every:
                continue
            if fault.times > 0:
                fault.times -= 1
            state.faults = [kept for kept in state.faults if kept.times != 0]
            return fault
    return None


class LoginError(ServiceError):
    """A refusal of the sign-in service, in the shape of its token endpoint (signin.md)."""

    def response(self) -> web.Response:
        """Return error and error_description."""
        body = {"error": self.code, "error_description": self.message}
        return web.json_response(body, status=self.status, headers=self.headers)


def _refusal(fault: Fault) -> ServiceError:
    """Return the fault as its service would write it."""
    code = fault.code or CODES.get(fault.status, "UnknownError")
    message = fault.message or "Asked for at /control/faults."
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.service == "graph":
        return GraphError(fault.status, code, message, headers)
    if fault.service == "email":
        return EmailError(fault.status, code, message, headers)
    if fault.service == "identity":
        return IdentityError(fault.status, code, message, headers)
    return LoginError(fault.status, fault.code or "temporarily_unavailable", message, headers)
