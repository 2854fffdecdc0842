"""What no operation of the API answers: 405 for a method, 404 for an address."""

import azure.functions as func

from shared.web.headers import PRIVATE
from shared.web.openapi.methods import allowed
from shared.web.problems import problem

_OPTIONS = "OPTIONS"


async def elsewhere(request: func.HttpRequest, first: str) -> func.HttpResponse:
    """Return 405 with the methods that the address takes (RFC 9110, 15.5.6), or 404.

    `first` is the first segment of the address below /api; OPTIONS is answered with the methods
    (9.3.7).
    """
    rest = request.route_params.get("rest", "")
    methods = ", ".join(allowed(f"/{first}/{rest}"))
    if not methods:
        return problem("not-found", 404, "There is nothing at this address.")
    if request.method == _OPTIONS:
        return func.HttpResponse(status_code=204, headers=PRIVATE | {"Allow": methods})
    title = "This address does not take this method."
    detail = f"It takes {methods}."
    return problem("method-not-allowed", 405, title, headers={"Allow": methods}, detail=detail)
