"""E-mail from a mailbox of Microsoft 365 through Microsoft Graph.

A draft is made from MIME, which takes any header (JSON takes only those that begin with x-), under
our Message-ID; then it is sent. Asked about an operation, we look whether the message of that
Message-ID is still a draft: if it is, the next try sends this draft and makes no second one.
"""

import base64
import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError

from shared.domain.errors import EmailRefused, Unavailable
from shared.outer.graph_reader import SCOPE
from shared.outer.mime import as_mime, message_id
from shared.usecases.mailing import Email

log = logging.getLogger(__name__)
_SERVICE = "Microsoft Graph (e-mail)"
_TIMEOUT = 20.0
_MOST = 1000
# Of the recipient or the message; anything else of the 4xx is a matter of the setup.
_REFUSED = frozenset(
    {"ErrorInvalidRecipients", "ErrorInvalidSmtpAddress", "ErrorMessageSizeExceeded"}
)


class GraphMailer:
    """The Mailer of `shared/usecases/ports.py` over one mailbox, the sender's."""

    def __init__(
        self,
        url: str,
        credential: AsyncTokenCredential,
        sender: str,
        clock: Callable[[], datetime],
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._messages = f"{url}/users/{quote(sender, safe='@')}/messages"
        self._credential = credential
        self._sender = sender
        self._clock = clock
        self._client = httpx.AsyncClient(transport=transport, timeout=_TIMEOUT)
        self._drafts: dict[str, str] = {}

    async def send(self, email: Email, operation_id: str) -> None:
        """Send the draft that an earlier try has left, or a new one."""
        draft = self._drafts.pop(operation_id, "") or await self._draft(email, operation_id)
        await self._ask("POST", f"{self._messages}/{quote(draft)}/send")

    async def has(self, operation_id: str) -> bool:
        """Return whether a message of ours with this id has left the drafts."""
        wanted = message_id(operation_id, self._sender)
        found = await self._ask(
            "GET",
            self._messages,
            params={"$filter": f"internetMessageId eq '{wanted}'", "$select": "id,isDraft"},
        )
        messages: list[dict[str, Any]] = found.get("value", [])
        if any(not one["isDraft"] for one in messages):
            return True
        if messages:
            if len(self._drafts) >= _MOST:
                self._drafts.clear()
            self._drafts[operation_id] = str(messages[0]["id"])
        return False

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _draft(self, email: Email, operation_id: str) -> str:
        mime = as_mime(email, sender=self._sender, operation_id=operation_id, now=self._clock())
        made = await self._ask(
            "POST",
            self._messages,
            content=base64.b64encode(mime.as_bytes()),
            headers={"Content-Type": "text/plain"},
        )
        return str(made["id"])

    async def _ask(self, method: str, url: str, **options: Any) -> dict[str, Any]:
        try:
            token = await self._credential.get_token(SCOPE)
            # Else the id changes when the message moves from the drafts to the sent items.
            headers = {
                "Authorization": f"Bearer {token.token}",
                "Prefer": 'IdType="ImmutableId"',
                **options.pop("headers", {}),
            }
            answer = await self._client.request(method, url, headers=headers, **options)
        except (httpx.HTTPError, AzureError) as error:
            raise Unavailable(_SERVICE) from error
        if answer.is_success:
            read: dict[str, Any] = answer.json() if answer.content else {}
            return read
        raise _verdict(answer)


def _verdict(answer: httpx.Response) -> EmailRefused | Unavailable:
    """Return what a refusal means; whatever the operator can put right is tried again."""
    try:
        error = answer.json()["error"]
        code, message = str(error["code"]), str(error["message"])
    except (ValueError, KeyError, TypeError):
        code, message = str(answer.status_code), ""
    if code in _REFUSED:
        return EmailRefused(code, message)
    if answer.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
        log.error(
            "%s refuses this app (%s): check its permissions and EMAIL_SENDER", _SERVICE, code
        )
    # Some that were throttled at /send have gone out all the same, as users report.
    throttled = answer.status_code == HTTPStatus.TOO_MANY_REQUESTS and not answer.url.path.endswith(
        "/send"
    )
    after = answer.headers.get("retry-after", "")
    return Unavailable(_SERVICE, int(after) if after.isdigit() else None, sent_nothing=throttled)
