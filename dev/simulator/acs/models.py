"""The body of a send, as the slice defines it."""

import re

import msgspec

from dev.simulator.acs.errors import EmailError, bad_request

INVALID = "invalid"  # the name of an address that the service does not take
_IN_ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f]+")
MAX_RECIPIENTS = 50  # To, Cc and Bcc together (facts.md section 8)


class EmailAddress(msgspec.Struct):
    """An address with a name to show."""

    address: str
    displayName: str = ""  # noqa: N815 - the wire's name


class EmailContent(msgspec.Struct):
    """Subject and bodies."""

    subject: str
    plainText: str = ""  # noqa: N815 - the wire's name
    html: str = ""


class EmailRecipients(msgspec.Struct):
    """Everybody who gets the mail."""

    to: list[EmailAddress]
    cc: list[EmailAddress] = []
    bcc: list[EmailAddress] = []

    def everybody(self) -> list[str]:
        """Return all addresses, To first."""
        return [one.address for one in (*self.to, *self.cc, *self.bcc)]


class EmailAttachment(msgspec.Struct):
    """A file."""

    name: str
    contentType: str  # noqa: N815 - the wire's name
    contentInBase64: bytes  # noqa: N815 - the wire's name
    contentId: str | None = None  # noqa: N815 - the wire's name


class EmailMessage(msgspec.Struct):
    """What POST /emails:send takes."""

    senderAddress: str  # noqa: N815 - the wire's name
    content: EmailContent
    recipients: EmailRecipients
    headers: dict[str, str] = {}
    attachments: list[EmailAttachment] = []
    replyTo: list[EmailAddress] = []  # noqa: N815 - the wire's name
    userEngagementTrackingDisabled: bool = False  # noqa: N815 - the wire's name


def read_message(body: bytes) -> EmailMessage:
    """Return the checked body; raises EmailError 400 (wordings unsourced)."""
    try:
        message = msgspec.json.decode(body, type=EmailMessage)
    except msgspec.DecodeError as error:
        raise bad_request(str(error)) from None
    recipients = message.recipients.everybody()
    if not message.recipients.to or len(recipients) > MAX_RECIPIENTS:
        raise bad_request(f"There must be 1 to {MAX_RECIPIENTS} recipients, one of them in 'to'.")
    replies = [one.address for one in message.replyTo]
    for address in (message.senderAddress, *recipients, *replies):
        _check_address(address)
    if not message.content.plainText and not message.content.html:
        raise bad_request("The content needs plainText or html.")
    for text in (message.content.subject, *message.headers, *message.headers.values()):
        if "\r" in text or "\n" in text:
            raise bad_request("A header or the subject holds a line break.")
    return message


def _check_address(address: str) -> None:
    name, _, domain = address.rpartition("@")
    if not name or name.lower() == INVALID or not domain or not _IN_ADDRESS.fullmatch(address):
        raise EmailError(400, "InvalidEmailAddress", "An e-mail address is not valid.")
