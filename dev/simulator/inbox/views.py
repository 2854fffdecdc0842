"""The other ways to look at an e-mail."""

import re
from email.message import EmailMessage
from email.policy import SMTPUTF8
from unicodedata import east_asian_width

from dev.simulator.state import Mail

BASE = '<base target="_top">'
_HEAD = re.compile(r"<head(\s[^>]*)?>", re.IGNORECASE)
LINE_LENGTH, LINE_HEIGHT, MARGINS = 38, 24, 220
_LINES = re.compile(r"[\r\n]+")
_CID = re.compile(r"""(\ssrc=["'])cid:([^"']*)""", re.IGNORECASE)
_PICTURES = {"image/png", "image/jpeg", "image/gif"}
_ADDRESS = re.compile(r"https?://\S+")
_SHORT = "a link of some words"
# Long lines stay whole, and text stays readable instead of base64.
_POLICY = SMTPUTF8.clone(linesep="\n", max_line_length=0)


def with_pictures(mail: Mail) -> str:
    """Return a mail's HTML with its own inline pictures (RFC 2392) in place of their names."""
    pictures = {
        one.get("contentId"): f"data:{one['contentType']};base64,{one['contentInBase64']}"
        for one in mail.source.get("attachments", [])
        if one["contentType"] in _PICTURES
    }
    return _CID.sub(lambda found: found[1] + pictures.get(found[2], f"cid:{found[2]}"), mail.html)


def framed(html: str) -> str:
    """Return a mail's HTML with its links leading out of the frame."""
    head = _HEAD.search(html)
    if head:
        return html[: head.end()] + BASE + html[head.end() :]
    return (
        f"<!doctype html><html><head>{BASE}<title>E-mail</title></head><body>{html}</body></html>"
    )


def frame_height(mail: Mail) -> int:
    """Return a height in pixels at which a narrow window, too, shows about the whole mail.

    A frame without scripts cannot tell its own; the plain text is as long as the HTML, in which
    an address is mostly a short link.
    """
    return MARGINS + LINE_HEIGHT * sum(map(_lines, mail.text.splitlines()))


def _lines(line: str) -> int:
    shown = _ADDRESS.sub(_SHORT, line)
    return 1 + sum(2 if east_asian_width(one) in "WF" else 1 for one in shown) // LINE_LENGTH


def headers_of(mail: Mail) -> dict[str, str]:
    """Return the headers that the recipient's program would show, in their usual order."""
    headers = {"From": mail.sender, "To": mail.to, "Subject": mail.subject}
    if mail.reply_to:
        headers["Reply-To"] = ", ".join(mail.reply_to)
    return headers | mail.headers


def header_lines(mail: Mail) -> str:
    """Return the headers one on a line."""
    return "\n".join(
        f"{name}: {_LINES.sub(' ', value)}" for name, value in headers_of(mail).items()
    )


def source(mail: Mail) -> str:
    """Return the whole message as text: headers, then the parts (RFC 5322, RFC 2046)."""
    message = EmailMessage(_POLICY)
    if mail.text or not mail.html:
        message.set_content(mail.text, cte="8bit")
        if mail.html:
            message.add_alternative(mail.html, subtype="html", cte="8bit")
    else:
        message.set_content(mail.html, subtype="html", cte="8bit")
    body = message.as_bytes().decode("utf-8", "replace")
    return f"{header_lines(mail)}\n{body}"
