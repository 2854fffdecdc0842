"""The mailbox of whoever sends through Graph: drafts from MIME, and sending them.

What is known is the documented shape (create a draft, send it, find it); the texts of refusals are
guesses.
"""

import base64
import binascii
import re
from email import message_from_bytes, policy
from email.message import MIMEPart
from typing import Any

from aiohttp import web

from dev.simulator.config import STATE, new_id
from dev.simulator.graph.errors import GraphError, bad_request, not_found
from dev.simulator.inbox.delivery import deliver
from dev.simulator.state import Draft

_FILTER = re.compile(r"internetMessageId eq '([^']*)'")
_BAD_NAMES = {"invalid": "ErrorInvalidRecipients"}


async def create_draft(request: web.Request) -> web.Response:
    """Answer 201 with the draft that a MIME message in base64 makes."""
    try:
        raw = base64.b64decode(await request.read(), validate=True)
    except binascii.Error:
        raise bad_request(
            "The MIME content is not base64.", "ErrorMimeContentInvalidBase64String"
        ) from None
    mime = message_from_bytes(raw, policy=policy.default)
    draft = Draft(new_id(), str(mime["Message-ID"]), base64.b64encode(raw).decode())
    request.app[STATE].drafts[draft.id] = draft
    return web.json_response(_json(draft), status=201)


async def send_draft(request: web.Request) -> web.Response:
    """Deliver a draft and answer 202; one that was sent is no draft any more."""
    draft = request.app[STATE].drafts.get(request.match_info["message"])
    if draft is None or draft.sent:
        raise not_found(request.match_info["message"])
    mime = message_from_bytes(base64.b64decode(draft.mime), policy=policy.default)
    (to,) = mime["To"].addresses
    if code := _BAD_NAMES.get(to.username):
        raise GraphError(400, code, "At least one recipient isn't valid.")
    draft.sent = True
    html, text = mime.get_body(("html",)), mime.get_body(("plain",))
    deliver(
        request.app[STATE],
        to=to.addr_spec,
        sender=str(mime["From"]),
        subject=str(mime["Subject"]),
        text=_content(text),
        html=_content(html),
        headers={name: str(value) for name, value in mime.items()},
        reply_to=[one.addr_spec for one in mime["Reply-To"].addresses] if mime["Reply-To"] else [],
        operation_id=draft.message_id.strip("<>").partition("@")[0],
        source={"mime": draft.mime},
    )
    return web.Response(status=202)


async def find_messages(request: web.Request) -> web.Response:
    """Answer the messages with an internetMessageId, drafts and sent ones."""
    wanted = _FILTER.fullmatch(request.query.get("$filter", ""))
    if wanted is None:
        raise bad_request("Only a filter by internetMessageId is simulated.")
    found = [one for one in request.app[STATE].drafts.values() if one.message_id == wanted[1]]
    return web.json_response({"value": [_json(one) for one in found]})


def _json(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "isDraft": not draft.sent,
        "internetMessageId": draft.message_id,
    }


def _content(part: MIMEPart | None) -> str:
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""
