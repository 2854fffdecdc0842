"""POST /emails:send and GET /emails/operations/{id}."""

import json
import uuid
from email.utils import formatdate
from typing import Any

from aiohttp import web

from dev.simulator.acs.access import check_access
from dev.simulator.acs.errors import EmailError, bad_request
from dev.simulator.acs.limits import LIMITER, Limiter
from dev.simulator.acs.models import EmailMessage, read_message
from dev.simulator.acs.reports import REPORTER, fate_of, name_of
from dev.simulator.config import STATE, new_id
from dev.simulator.inbox.delivery import deliver
from dev.simulator.state import State

MAX_BODY = 10 * 1024 * 1024  # bytes, attachments included (facts.md section 8)
RETRY_AFTER = "1"  # seconds; the published example has 20
# What becomes of an e-mail to an address of that name, whatever its domain (facts.md section 8).
FAILURES = {
    "suppressed": {
        "code": "EmailDroppedAllRecipientsSuppressed",
        "message": "Message dropped because all recipients were suppressed",
    },
    "dropped": {
        "code": "EmailDropped",
        "message": "Email was dropped after several attempts to deliver.",
    },
}


def add_routes(app: web.Application) -> None:
    """Add everything below /emails."""
    app[LIMITER] = Limiter()
    app.router.add_post("/emails:send", send)
    app.router.add_get("/emails/operations/{operation}", get_result)


async def send(request: web.Request) -> web.Response:
    """Accept a mail, deliver it at once and answer 202 with where to ask about it.

    Operation-Id becomes the operation's id. What the service does with a repeated one is not
    known (facts.md section 8), so the worst is assumed: it is accepted again and a second mail
    is delivered, which lets a test see the duplicate.
    """
    await check_access(request)
    version = _api_version(request)
    body = await request.read()
    if len(body) > MAX_BODY:
        raise EmailError(413, "RequestTooLarge", "The request is larger than 10 MB.")
    message = read_message(body)
    request.app[LIMITER].take_send(request.app[STATE].limits)
    operation = _operation_id(request)
    result = _deliver(request.app[STATE], message, operation, json.loads(body))
    for address in message.recipients.everybody():
        request.app[REPORTER].report(operation, message.senderAddress, address)
    request.app[STATE].operations[operation] = result
    host = f"{request.scheme}://{request.host}"
    location = f"{host}/emails/operations/{operation}?api-version={version}"
    return web.json_response(
        {"id": operation, "status": "Running"},
        status=202,
        headers={"Operation-Location": location, "retry-after": RETRY_AFTER},
    )


async def get_result(request: web.Request) -> web.Response:
    """Answer how the operation ended; 404 for an unknown one (its code is unsourced)."""
    await check_access(request)
    _api_version(request)
    request.app[LIMITER].take_check(request.app[STATE].limits)
    operation = request.match_info["operation"]
    result = request.app[STATE].operations.get(operation)
    if result is None:
        raise EmailError(404, "NotFound", f"The operation {operation} does not exist.")
    return web.json_response(result)


def _deliver(
    state: State, message: EmailMessage, operation: str, source: dict[str, Any]
) -> dict[str, Any]:
    recipients = [
        address for address in message.recipients.everybody() if name_of(address) not in FAILURES
    ]
    if not recipients:
        failure = FAILURES[name_of(message.recipients.to[0].address)]
        return {"id": operation, "status": "Failed", "error": failure}
    headers = {
        "Date": formatdate(),
        "Message-ID": f"<{new_id()}@{message.senderAddress.rpartition('@')[2]}>",
        **message.headers,
    }
    for address in recipients:
        if not fate_of(address).arrives:
            continue
        deliver(
            state,
            to=address,
            sender=message.senderAddress,
            subject=message.content.subject,
            text=message.content.plainText,
            html=message.content.html,
            headers=headers,
            reply_to=[one.address for one in message.replyTo],
            operation_id=operation,
            source=source,
        )
    return {"id": operation, "status": "Succeeded"}


def _operation_id(request: web.Request) -> str:
    given = request.headers.get("Operation-Id")
    if given is None:
        return new_id()
    try:
        uuid.UUID(given)
    except ValueError:
        raise bad_request("Operation-Id must be a UUID.") from None
    return given


def _api_version(request: web.Request) -> str:
    version = request.query.get("api-version")
    if not version:
        raise bad_request("The query parameter api-version is missing.")
    return version
