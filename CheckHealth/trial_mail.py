"""POST /api/health/test-mail: an e-mail to an operator, which proves the way out."""

import azure.functions as func

from shared.domain.addresses import mail_address
from shared.services import services
from shared.web.callers import Asks, admin
from shared.web.json_answer import json_answer
from shared.web.problems import with_problems
from shared.web.shapes.bodies import AddressedBody
from shared.web.shapes.operating import TakenMail
from shared.web.small_body import read
from shared.web.trial_letter import send_test


@with_problems
async def send(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Hand a test e-mail over; 503 where the e-mail service does not take it now."""
    admin(await asks(request))
    body = read(request.get_body(), AddressedBody)
    address = mail_address(body.address, "/address")
    return json_answer(TakenMail(await send_test(address, services())))
