"""The mailbox of whoever sends through Graph: drafts made of MIME, sent, looked at, deleted.

Sources: "Create message", "message: send", "Get message" and "Obtain immutable identifiers for
Outlook resources". As reported of Exchange, the name in From is the mailbox's own (python-o365
#900); what it makes of a Message-ID is not documented, and it is kept. While State keeps a draft
out of its folder, nobody finds it: a message is in none for a while when it is sent.
"""

import base64
import binascii
from typing import Any

from aiohttp import web

from dev.simulator.config import STATE, new_id
from dev.simulator.graph.errors import GraphError, bad_request
from dev.simulator.inbox.delivery import deliver_mime, recipients_of
from dev.simulator.mailing import Draft
from dev.simulator.state import State

MAX_BODY = 4 * 1024 * 1024  # bytes; more needs an upload session
INVALID = "invalid"  # the name of an address that Exchange does not take


async def create_draft(request: web.Request) -> web.Response:
    """Answer 201 with the draft that a MIME message in base64 makes."""
    draft = await _read(request)
    request.app[STATE].drafts[draft.id] = draft
    return web.json_response(_json(draft), status=201)


async def get_message(request: web.Request) -> web.Response:
    """Answer a message, draft or sent."""
    return web.json_response(_json(_find(request)))


async def delete_message(request: web.Request) -> web.Response:
    """Answer 204; the message is gone."""
    del request.app[STATE].drafts[_find(request).id]
    return web.Response(status=204)


async def send_draft(request: web.Request) -> web.Response:
    """Deliver a draft and answer 202; one that was sent is no draft any more."""
    state, draft = request.app[STATE], _find(request)
    if draft.sent:
        raise _gone()
    _deliver(state, draft)
    draft.sent = True
    return web.Response(status=202)


async def _read(request: web.Request) -> Draft:
    owner = _owner(request)
    if request.content_type != "text/plain":
        raise bad_request("Only messages made of MIME are simulated.")
    body = await request.read()
    if len(body) > MAX_BODY:
        raise GraphError(413, "ErrorMessageSizeExceeded", "The message exceeds the maximum size.")
    try:
        whole = base64.b64decode(body, validate=True)
    except binascii.Error:
        whole = b""
    if not whole:
        raise bad_request(
            "Invalid base64 string for MIME content.", "ErrorMimeContentInvalidBase64String"
        )
    return Draft(new_id(), owner, body.decode())


def _deliver(state: State, draft: Draft) -> None:
    mime = base64.b64decode(draft.mime)
    addresses = recipients_of(mime)
    if not addresses or any(one.partition("@")[0].lower() == INVALID for one in addresses):
        raise bad_request("At least one recipient isn't valid.", "ErrorInvalidRecipients")
    deliver_mime(state, mime, sender=draft.owner)


def _owner(request: web.Request) -> str:
    owner = request.match_info["user"]
    allowed = request.app[STATE].mailboxes
    if allowed is not None and owner not in allowed:
        raise GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials.")
    return owner


def _find(request: web.Request) -> Draft:
    owner, draft = _owner(request), request.app[STATE].drafts.get(request.match_info["message"])
    if draft is None or draft.owner != owner or not draft.folder:
        raise _gone()
    return draft


def _gone() -> GraphError:
    return GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def _json(draft: Draft) -> dict[str, Any]:
    return {"id": draft.id, "isDraft": not draft.sent}
