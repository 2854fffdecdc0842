"""An e-mail as MIME (RFC 5322, RFC 2045), for the transports that take it so."""

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
        """Return the same as bytes; no header here has any that are not ASCII."""
        return self.fold(name, value).encode("ascii")


_POLICY = _Policy(linesep=SMTP.linesep, cte_type="7bit", max_line_length=_LINE)


def message_id(operation_id: str, sender: str) -> str:
    """Return the Message-ID, the same however often the e-mail is tried."""
    return f"<{operation_id}@{domain_of(sender)}>"


def as_mime(email: Email, *, sender: str, operation_id: str, now: datetime) -> EmailMessage:
    """Return text and HTML as alternatives, the picture beside the HTML (RFC 2387).

    The standard library refuses a line break in a header, so no field can add one.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(email.from_name, sender)
    message["To"] = _address(email.to_name, email.to)
    if email.reply_to:
        message["Reply-To"] = _address(email.reply_to_name, email.reply_to)
    message["Subject"] = email.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(operation_id, sender)
    for name, value in email.headers:
        message[name] = value
    message.set_content(email.text, cte="base64")
    message.add_alternative(email.html, subtype="html", cte="base64")
    if email.picture:
        kind = "png" if email.picture.startswith(_PNG) else "jpeg"
        (_, html) = message.iter_parts()
        html.add_related(
            email.picture,
            maintype="image",
            subtype=kind,
            cid=f"<{PICTURE}>",
            filename=f"{PICTURE}.{kind}",
            disposition="inline",
        )
    return message


def _address(name: str, address: str) -> Address:
    return Address(name, addr_spec=address)
