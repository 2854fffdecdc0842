"""The one way an e-mail gets into the inbox."""

import base64
from collections.abc import Mapping, Sequence
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr
from typing import Any

from dev.simulator.config import new_id, timestamp
from dev.simulator.state import Mail, State


def deliver(
    state: State,
    *,
    to: str,
    sender: str,
    subject: str,
    text: str,
    html: str,
    headers: Mapping[str, str] | None = None,
    reply_to: Sequence[str] = (),
    operation_id: str | None = None,
    source: Mapping[str, Any] | None = None,
) -> Mail:
    """Put one e-mail in the inbox at once and return it; `source` is the request as it came."""
    mail = Mail(
        id=new_id(),
        to=to,
        sender=sender,
        subject=subject,
        text=text,
        html=html,
        headers=dict(headers or {}),
        reply_to=list(reply_to),
        received=timestamp(),
        operation_id=operation_id,
        source=dict(source or {}),
    )
    state.mails.append(mail)
    return mail


def recipients_of(mime: bytes) -> list[str]:
    """Return everybody a MIME message is for."""
    message = _parsed(mime)
    named = [str(value) for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])]
    return [address for _, address in getaddresses(named) if address]


def deliver_mime(state: State, mime: bytes, *, sender: str) -> list[Mail]:
    """Put a MIME message in the inbox of each recipient, who sees `sender` and no Bcc."""
    message = _parsed(mime)
    headers = {name: _decoded(value) for name, value in message.items()}
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    reply_to = [address for _, address in getaddresses(message.get_all("Reply-To", []))]
    for name in ("From", "To", "Bcc", "Subject", "Reply-To"):
        headers.pop(name, None)
    return [
        deliver(
            state,
            to=address,
            sender=sender,
            subject=_decoded(message.get("Subject", "")),
            text=_content(plain),
            html=_content(html),
            headers=headers,
            reply_to=reply_to,
            operation_id=parseaddr(headers.get("Message-ID", ""))[1].partition("@")[0] or None,
            source={
                "mime": base64.b64encode(mime).decode(),
                "attachments": [_attached(part) for part in message.walk() if _is_file(part)],
            },
        )
        for address in recipients_of(mime)
    ]


def _parsed(mime: bytes) -> EmailMessage:
    # The headers as they are: the newer parser puts spaces between encoded words.
    return BytesParser(EmailMessage, policy=_POLICY).parsebytes(mime)


def _as_it_is(name: str, value: str) -> Any:
    if name.lower().startswith(("content-", "mime-")):
        return policy.default.header_factory(name, value)
    return "".join(value.splitlines())


_POLICY = policy.default.clone(header_factory=_as_it_is)


def _decoded(value: Any) -> str:
    return str(make_header(decode_header(str(value))))


def _content(part: MIMEPart | None) -> str:
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


def _is_file(part: MIMEPart) -> bool:
    return not part.is_multipart() and part.get_content_maintype() != "text"


def _attached(part: MIMEPart) -> dict[str, str]:
    """Return a file as ACS Email writes it, so that all e-mails of the inbox are alike."""
    return {
        "name": part.get_filename("file"),
        "contentType": part.get_content_type(),
        "contentInBase64": base64.b64encode(part.get_content()).decode(),
        "contentId": str(part.get("Content-ID", "")).strip("<>"),
    }
