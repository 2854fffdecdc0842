"""GET /api/health/parts and /api/health/findings."""

import azure.functions as func

from shared.services import services
from shared.web.callers import Asks, admin
from shared.web.json_answer import json_answer
from shared.web.operating_answers import KeptParts
from shared.web.operating_answers import findings as found
from shared.web.problems import with_problems

KEPT = KeptParts()


@with_problems
async def parts(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return how each part stands; 200 whatever is wrong, which `status` says."""
    admin(await asks(request))
    return json_answer(await KEPT.of(services()))


@with_problems
async def findings(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return what is wrong, with its fix."""
    admin(await asks(request))
    return json_answer(await found(services()))
