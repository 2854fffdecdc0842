"""E-mail through Azure Communication Services.

SDK retries are off: they could send twice, and pacing is ours (facts.md sections 7 and 8). The
name beside the sender's address is the one of the resource's MailFrom address: the service takes
none with an e-mail (azure-sdk-for-net #43847, azure-sdk-for-java #39910).
"""

import base64
from typing import Any

from azure.communication.email.aio import EmailClient
from azure.core.credentials import AzureKeyCredential
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ServiceRequestError,
    ServiceResponseError,
)
from azure.core.rest import AsyncHttpResponse, HttpRequest

from shared.domain.errors import InvitationError, Unavailable
from shared.outer.email_checks import check
from shared.outer.email_verdicts import refused, seconds, unfit
from shared.outer.mime import message_id, picture_kind
from shared.outer.watching import WatchedTransport
from shared.telemetry import names
from shared.usecases.mailing import PICTURE, Email

API_VERSION = "2025-09-01"
SERVICE = "the e-mail service"
TIMEOUT = 20.0  # seconds
_ADVICE = (
    "Check EMAIL_ENDPOINT, EMAIL_SENDER, and EMAIL_ACCESS_KEY or the managed identity's role on "
    "the resource."
)
_THROTTLED = 429
_NOT_FOUND = 404
_TRY_LATER = {408, 429, 500, 502, 503, 504}
_UNAUTHORIZED = 401
_SETUP = {403, 404}


class AcsMailer:
    """The Mailer of `shared/usecases/ports.py`."""

    def __init__(
        self,
        endpoint: str,
        credential: AzureKeyCredential | AsyncTokenCredential,
        sender: str,
        *,
        timeout: float = TIMEOUT,
    ) -> None:
        self._client = EmailClient(
            endpoint,
            credential,
            retry_total=0,
            transport=WatchedTransport(
                names.MAIL, "emails", connection_timeout=5, read_timeout=timeout
            ),
        )
        self._sender = sender

    async def send(self, email: Email, operation_id: str) -> None:
        """Hand the e-mail over; its operation id is ours, so that it can be asked about."""
        check(email)
        try:
            await self._client.begin_send(
                _message(email, self._sender, operation_id),
                operation_id=operation_id,
                polling=False,
            )
        except HttpResponseError as error:
            raise _verdict(error) from error
        except (ServiceRequestError, ServiceResponseError) as error:
            raise Unavailable(SERVICE) from error

    async def has(self, operation_id: str) -> bool:
        """Return whether the service knows the operation; raise EmailRefused if it failed."""
        try:
            answer = await self._ask(operation_id)
            if answer.status_code == _NOT_FOUND:
                return False
            answer.raise_for_status()
        except HttpResponseError as error:
            raise _verdict(error) from error
        except (ServiceRequestError, ServiceResponseError) as error:
            raise Unavailable(SERVICE) from error
        return _accepted(answer)

    async def probe(self, operation_id: str) -> int:
        """Return the status of the answer about an operation; raise AzureError for none."""
        return int((await self._ask(operation_id)).status_code)

    async def _ask(self, operation_id: str) -> AsyncHttpResponse:
        request = HttpRequest(
            "GET", f"/emails/operations/{operation_id}", params={"api-version": API_VERSION}
        )
        # The client's own operations fill in the endpoint; send_request takes it as written.
        request.url = "{endpoint}" + request.url
        return await self._client.send_request(request)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def _accepted(answer: AsyncHttpResponse) -> bool:
    result: dict[str, Any] = answer.json()
    if result.get("status") in {"Failed", "Canceled"}:
        error = result.get("error") or {}
        raise refused(str(error.get("code", "Failed")), str(error.get("message", "")))
    return True


def _message(email: Email, sender: str, operation_id: str) -> dict[str, Any]:
    message: dict[str, Any] = {
        "senderAddress": sender,
        "recipients": {"to": [{"address": email.to, "displayName": email.to_name}]},
        "content": {"subject": email.subject, "plainText": email.text, "html": email.html},
        # The service takes a Message-ID of this form, and makes one where it does not (its page
        # "Adding reserved custom headers").
        "headers": {**dict(email.headers), "Message-ID": message_id(operation_id, sender)},
        "userEngagementTrackingDisabled": True,
    }
    if email.picture:
        message["attachments"] = [_inline(email.picture)]
    if email.reply_to:
        message["replyTo"] = [{"address": email.reply_to, "displayName": email.reply_to_name}]
    return message


def _inline(picture: bytes) -> dict[str, str]:
    kind = picture_kind(picture)
    return {
        "name": f"{PICTURE}.{kind}",
        "contentType": f"image/{kind}",
        "contentInBase64": base64.b64encode(picture).decode(),
        "contentId": PICTURE,
    }


def _verdict(error: HttpResponseError) -> InvitationError:
    status = error.status_code or 0
    code = (error.error.code if error.error is not None else None) or str(status)
    if status in _TRY_LATER:
        headers = getattr(error.response, "headers", {})
        after = seconds(headers.get("retry-after"))
        return Unavailable(SERVICE, after, sent_nothing=status == _THROTTLED)
    if status == _UNAUTHORIZED:
        unfit(SERVICE, code, _ADVICE)
        # One about clock drift is reported as transient (facts.md section 8): no long wait.
        return Unavailable(SERVICE)
    if isinstance(error, ClientAuthenticationError) or status in _SETUP:
        return unfit(SERVICE, code, _ADVICE)
    return refused(code, error.message)
