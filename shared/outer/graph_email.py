"""E-mail from a mailbox of Microsoft 365 through Microsoft Graph.

First a draft is made, then its id is kept, then it is sent. Asked about an operation, we look
whether its draft is still one. Nothing is found by a filter: what Exchange makes of a Message-ID
is not documented, and a message that is being sent is in no folder for a while ("Obtain immutable
identifiers for Outlook resources"). A draft that is gone has been sent, and a draft without a row
never was: sending comes after the row.

The draft is made of MIME, for JSON takes only headers that begin with x- (msgraph-sdk-dotnet
#2105). The name beside the sender's address is the mailbox's own (python-o365 #900).
"""

import base64
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import quote

import httpx
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError

from shared.domain.errors import InvitationError, Unavailable
from shared.outer.email_checks import check
from shared.outer.email_verdicts import refused, seconds, unfit
from shared.outer.graph_reader import SCOPE
from shared.outer.mime import as_mime
from shared.outer.watched_httpx import WatchedClient
from shared.telemetry import names
from shared.usecases.mailing import Email

SERVICE = "Microsoft Graph (e-mail)"
TIMEOUT = 20.0  # seconds
_ADVICE = (
    "Check that EMAIL_SENDER is a mailbox, and that this app's identity has Mail.ReadWrite and "
    "Mail.Send for it."
)
# Of the recipient or the message. Whatever else is refused is a matter of the setup.
_REFUSED = frozenset(
    {
        "ErrorInvalidRecipients",
        "ErrorInvalidSmtpAddress",
        "ErrorMessageSizeExceeded",
        "ErrorMimeContentInvalid",
    }
)
_GONE = "ErrorItemNotFound"
_LATER = 500
_TRY_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS}


class Drafts(Protocol):
    """Which draft carries which e-mail, for every instance. All raise Unavailable."""

    async def get(self, operation_id: str) -> str:
        """Return the id of the draft, or nothing."""

    async def put(self, operation_id: str, draft_id: str) -> None:
        """Keep the id of a draft."""

    async def forget(self, operation_id: str) -> None:
        """Forget the draft of an operation."""

    async def close(self) -> None:
        """Close the connections."""


class GraphMailer:
    """The Mailer of `shared/usecases/ports.py` over one mailbox, the sender's."""

    def __init__(
        self,
        url: str,
        credential: AsyncTokenCredential,
        sender: str,
        clock: Callable[[], datetime],
        *,
        drafts: Drafts,
        timeout: float = TIMEOUT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._messages = f"{url}/users/{quote(sender, safe='@')}/messages"
        self._credential = credential
        self._sender = sender
        self._clock = clock
        self._drafts = drafts
        self._client = WatchedClient(names.MAIL, transport=transport, timeout=timeout)

    async def send(self, email: Email, operation_id: str) -> None:
        """Send the draft that an earlier try has left, or a new one."""
        check(email)
        draft = await self._drafts.get(operation_id) or await self._draft(email, operation_id)
        answer = await self._ask("POST", f"{self._messages}/{quote(draft, safe='')}/send")
        if answer.is_success:
            return
        # Even a 429 may have sent it (learn.microsoft.com/answers/questions/5629476), and a draft
        # that is not found is on its way, or so new that it is not found yet: the row stays, and
        # the next try looks first.
        verdict = _verdict(answer, sending=True)
        if not isinstance(verdict, Unavailable):
            await self._discard(draft, operation_id)
        raise verdict

    async def has(self, operation_id: str) -> bool:
        """Return whether the operation's draft is none any more."""
        draft = await self._drafts.get(operation_id)
        if not draft:
            return False
        url = f"{self._messages}/{quote(draft, safe='')}?$select=isDraft"
        answer = await self._ask("GET", url)
        if answer.is_success:
            return answer.json().get("isDraft") is False
        if _code(answer) == _GONE:
            return True
        raise _verdict(answer)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
        await self._drafts.close()

    async def _draft(self, email: Email, operation_id: str) -> str:
        mime = as_mime(email, sender=self._sender, operation_id=operation_id, now=self._clock())
        answer = await self._ask(
            "POST",
            self._messages,
            content=base64.b64encode(mime.as_bytes()),
            headers={"Content-Type": "text/plain"},
        )
        if not answer.is_success:
            raise _verdict(answer)
        draft = str(answer.json()["id"])
        await self._drafts.put(operation_id, draft)
        return draft

    async def _discard(self, draft: str, operation_id: str) -> None:
        """Leave no draft of a refused e-mail behind, if that is possible."""
        try:
            await self._ask("DELETE", f"{self._messages}/{quote(draft, safe='')}")
            await self._drafts.forget(operation_id)
        except Unavailable:
            return

    async def _ask(self, method: str, url: str, **options: Any) -> httpx.Response:
        try:
            token = await self._credential.get_token(SCOPE)
            # Without it, the id changes whenever somebody moves the message.
            headers = {
                "Authorization": f"Bearer {token.token}",
                "Prefer": 'IdType="ImmutableId"',
                **options.pop("headers", {}),
            }
            return await self._client.request(method, url, headers=headers, **options)
        except (httpx.HTTPError, AzureError) as error:
            raise Unavailable(SERVICE) from error


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)


def _verdict(answer: httpx.Response, *, sending: bool = False) -> InvitationError:
    """Return what an answer means; what the operator can put right is tried again."""
    status, code = answer.status_code, _code(answer)
    if code in _REFUSED:
        return refused(code, str(answer.json()["error"].get("message", "")))
    if code == _GONE or status >= _LATER or status in _TRY_LATER:
        throttled = status == HTTPStatus.TOO_MANY_REQUESTS and not sending
        after = seconds(answer.headers.get("retry-after"))
        return Unavailable(SERVICE, after, sent_nothing=throttled)
    unfit(SERVICE, code, _ADVICE)
    return Unavailable(SERVICE, 300)
