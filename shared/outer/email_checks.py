"""What no e-mail may hold, whichever way it goes out.

Whoever composes it never puts such things in; a transport would turn them into headers, or fail in
a way of its own. So all transports refuse the same.
"""

import re

from shared.domain.errors import EmailRefused
from shared.usecases.mailing import Email

# Made by the transport alone, or deciding who else gets the e-mail.
_OWN = {
    "from",
    "sender",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
}
_NAME = re.compile(r"[A-Za-z0-9-]+")
_ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9.-]+")
# Line ends as str.splitlines knows them, and everything else that is no text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MOST = 998  # characters of a line at most (RFC 5322, 2.1.1); a link cannot be folded


def check(email: Email) -> None:
    """Raise EmailRefused for a header, name or address that would not stay one."""
    values = [email.subject, email.to_name, email.from_name, email.reply_to_name]
    for name, value in email.headers:
        own = name.lower() in _OWN or name.lower().startswith(("content-t", "content-d"))
        if (
            own
            or not _NAME.fullmatch(name)
            or not value.isascii()
            or len(f"{name}: {value}") > _MOST
        ):
            raise EmailRefused("InvalidHeader", "A header of the e-mail is not allowed.")
        values.append(value)
    if any(_CONTROL.search(value) for value in values):
        raise EmailRefused("InvalidHeader", "A line break or control character is in a header.")
    for address in filter(None, (email.to, email.reply_to)):
        if not _ADDRESS.fullmatch(address):
            raise EmailRefused("InvalidEmailAddress", "This is no e-mail address.")
    if not email.to:
        raise EmailRefused("InvalidEmailAddress", "There is no e-mail address.")
