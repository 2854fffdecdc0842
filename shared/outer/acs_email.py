"""E-mail through Azure Communication Services.

SDK retries are off: they could send twice, and pacing is ours (facts.md sections 7 and 8).
"""

import base64
from collections.abc import Mapping
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

from shared.domain.addresses import domain_of
from shared.domain.errors import EmailRefused, InvitationError, Unavailable
from shared.usecases.mailing import PICTURE, Email

API_VERSION = "2025-09-01"
_SERVICE = "the e-mail service"
_THROTTLED = 429
_NOT_FOUND = 404
_PNG = b"\x89PNG"
# 401 about clock drift is reported as transient (facts.md section 8).
_TRY_LATER = {401, 408, 429, 500, 502, 503, 504}


class AcsMailer:
    """The Mailer of `shared/usecases/ports.py`."""

    def __init__(
        self, endpoint: str, credential: AzureKeyCredential | AsyncTokenCredential, sender: str
    ) -> None:
        self._client = EmailClient(
            endpoint, credential, retry_total=0, connection_timeout=5, read_timeout=20
        )
        self._sender = sender

    async def send(self, email: Email, operation_id: str) -> None:
        """Hand the e-mail over; its operation id is ours, so that it can be asked about."""
        try:
            await self._client.begin_send(
                _message(email, self._sender, operation_id),
                operation_id=operation_id,
                polling=False,
            )
        except HttpResponseError as error:
            raise _verdict(error) from error
        except (ServiceRequestError, ServiceResponseError) as error:
            raise Unavailable(_SERVICE) from error

    async def has(self, operation_id: str) -> bool:
        """Return whether the service knows the operation; raise EmailRefused if it failed."""
        request = HttpRequest(
            "GET", f"/emails/operations/{operation_id}", params={"api-version": API_VERSION}
        )
        try:
            # The client's own operations fill in the endpoint; send_request takes it as written.
            request.url = "{endpoint}" + request.url
            answer = await self._client.send_request(request)
        except (ClientAuthenticationError, ServiceRequestError, ServiceResponseError) as error:
            raise Unavailable(_SERVICE) from error
        if answer.status_code == _NOT_FOUND:
            return False
        if answer.status_code in _TRY_LATER:
            raise Unavailable(_SERVICE, _seconds(answer.headers.get("retry-after")))
        answer.raise_for_status()
        return _accepted(answer)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def _accepted(answer: AsyncHttpResponse) -> bool:
    result: dict[str, Any] = answer.json()
    if result.get("status") in {"Failed", "Canceled"}:
        error = result.get("error") or {}
        raise EmailRefused(str(error.get("code", "Failed")), str(error.get("message", "")))
    return True


def _message(email: Email, sender: str, operation_id: str) -> dict[str, Any]:
    """Return the body of the send; the name of the sender is that of the resource's MailFrom."""
    message_id = f"<{operation_id}@{domain_of(sender)}>"
    message: dict[str, Any] = {
        "senderAddress": sender,
        "recipients": {"to": [{"address": email.to, "displayName": email.to_name}]},
        "content": {"subject": email.subject, "plainText": email.text, "html": email.html},
        # The service makes another Message-ID where it does not take ours ("Adding Reserved Custom
        # headers" in its documentation).
        "headers": dict(email.headers) | {"Message-ID": message_id},
        "userEngagementTrackingDisabled": True,
    }
    if email.picture:
        message["attachments"] = [_inline(email.picture)]
    if email.reply_to:
        message["replyTo"] = [{"address": email.reply_to, "displayName": email.reply_to_name}]
    return message


def _inline(picture: bytes) -> dict[str, str]:
    kind = "png" if picture.startswith(_PNG) else "jpeg"
    return {
        "name": f"{PICTURE}.{kind}",
        "contentType": f"image/{kind}",
        "contentInBase64": base64.b64encode(picture).decode(),
        "contentId": PICTURE,
    }


def _verdict(error: HttpResponseError) -> InvitationError:
    status = error.status_code or 0
    if status in _TRY_LATER:
        headers: Mapping[str, str] = getattr(error.response, "headers", {})
        return Unavailable(
            _SERVICE, _seconds(headers.get("retry-after")), sent_nothing=status == _THROTTLED
        )
    code = error.error.code if error.error is not None else None
    return EmailRefused(code or str(status), error.message)


def _seconds(value: str | None) -> int | None:
    return int(value) if value and value.isdigit() else None
