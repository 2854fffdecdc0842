"""What tests and `dev up` use to arrange and to look at the simulator."""

from typing import Any

import msgspec
from aiohttp import web

from dev.simulator.acs.limits import LIMITER
from dev.simulator.config import CONFIG, STATE
from dev.simulator.entra.routes import forget
from dev.simulator.errors import ServiceError
from dev.simulator.faults import KINDS, SERVICES
from dev.simulator.graph.throttle import THROTTLE
from dev.simulator.seeding import Seed, default_state, plant
from dev.simulator.state import Fault


def add_routes(app: web.Application) -> None:
    """Add everything below /control."""
    app.add_routes(
        [
            web.get("/control/state", show_state),
            web.post("/control/reset", reset),
            web.post("/control/seed", seed),
            web.post("/control/faults", add_faults),
            web.delete("/control/faults", clear_faults),
        ]
    )


class ControlError(ServiceError):
    """A body that cannot be used; the answer says what is wrong with it."""

    def __init__(self, why: str) -> None:
        super().__init__(400, "BadRequest", why)

    def response(self) -> web.Response:
        """Return 400 with the reason."""
        return web.json_response({"error": self.message}, status=self.status)


async def show_state(request: web.Request) -> web.Response:
    """Answer everything that is remembered, the counted calls included."""
    return web.json_response(request.app[STATE].as_dict())


async def reset(request: web.Request) -> web.Response:
    """Go back to the tenant of defaults.py; answer 204."""
    request.app[STATE].become(default_state(request.app[CONFIG]))
    request.app[THROTTLE].clear()
    request.app[LIMITER].clear()
    forget(request.app)
    return web.Response(status=204)


async def seed(request: web.Request) -> web.Response:
    """Add accounts, guests and so on (see Seed); answer 204."""
    body: Seed = await _read(request, Seed)
    try:
        plant(body, request.app[STATE], request.app[CONFIG])
    except msgspec.ValidationError as error:
        raise ControlError(str(error)) from None
    return web.Response(status=204)


async def add_faults(request: web.Request) -> web.Response:
    """Queue the faults of the list in the body (see Fault); answer 204."""
    faults: list[Fault] = await _read(request, list[Fault])
    for fault in faults:
        if fault.service not in {*SERVICES.values(), "login"}:
            raise ControlError(f"unknown service {fault.service!r}")
        if fault.kind not in KINDS:
            raise ControlError(f"unknown kind {fault.kind!r}")
        if fault.every < 1:
            raise ControlError("every must be 1 or more")
    request.app[STATE].faults.extend(faults)
    return web.Response(status=204)


async def clear_faults(request: web.Request) -> web.Response:
    """Forget all faults; answer 204."""
    request.app[STATE].faults.clear()
    return web.Response(status=204)


async def _read(request: web.Request, wanted: Any) -> Any:
    try:
        return msgspec.json.decode(await request.read(), type=wanted)
    except msgspec.DecodeError as error:
        raise ControlError(str(error)) from None
