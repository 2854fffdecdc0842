"""An e-mail as MIME (RFC 5322, RFC 2045), for the transports that take it so."""

from collections.abc import Iterator
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Any

from shared.domain.addresses import domain_of
from shared.usecases.mailing import PICTURE, Email

_PNG = b"\x89PNG"
_LINE = 78
_LONGEST = 998  # characters of a line at most (RFC 5322, 2.1.1)


class _Policy(EmailPolicy):
    """Like SMTP, but a long word of ASCII stays what it is.

    The standard library makes encoded words of a header that it cannot break, such as the address
    in List-Unsubscribe. That is no address to anybody: RFC 2047, 5, allows them in free text alone.
    """

    def fold(self, name: str, value: Any) -> str:
        """Return the header in lines of the wire."""
        whole = f"{name}: {value}"
        unbreakable = any(len(word) >= _LINE for word in str(value).split(" "))
        if unbreakable and whole.isascii() and len(whole) <= _LONGEST:
            return f"{whole}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """Return the same as bytes; no body and no header here has any that are not ASCII."""
        return self.fold(name, value).encode("ascii")


_POLICY = _Policy(linesep=SMTP.linesep, cte_type="7bit", max_line_length=_LINE)


def message_id(operation_id: str, sender: str) -> str:
    """Return the Message-ID, the same however often the e-mail is tried."""
    return f"<{operation_id}@{domain_of(sender)}>"


def as_mime(email: Email, *, sender: str, operation_id: str, now: datetime) -> EmailMessage:
    """Return text and HTML as alternatives, the picture beside the HTML (RFC 2387).

    The e-mail must have passed `check`.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(email.from_name, addr_spec=sender)
    message["To"] = Address(email.to_name, addr_spec=email.to)
    if email.reply_to:
        message["Reply-To"] = Address(email.reply_to_name, addr_spec=email.reply_to)
    message["Subject"] = email.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(operation_id, sender)
    message.set_content(email.text, cte=_encoding(email.text))
    message.add_alternative(email.html, subtype="html", cte=_encoding(email.html))
    # After that: it gives whatever begins with Content- to the first part.
    for name, value in email.headers:
        message[name] = value
    if email.picture:
        _, html = _parts(message)
        kind = picture_kind(email.picture)
        html.add_related(
            email.picture,
            maintype="image",
            subtype=kind,
            cid=f"<{PICTURE}>",
            filename=f"{PICTURE}.{kind}",
            disposition="inline",
        )
    return message


def picture_kind(picture: bytes) -> str:
    """Return png or jpeg."""
    return "png" if picture.startswith(_PNG) else "jpeg"


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.iter_parts():
        assert isinstance(part, EmailMessage)  # noqa: S101 - made of this policy's own factory
        yield part


def _encoding(text: str) -> str:
    """Return the shorter of the two encodings that every relay passes on unchanged."""
    other = sum(not character.isascii() for character in text)
    return "base64" if other * 6 > len(text) else "quoted-printable"
