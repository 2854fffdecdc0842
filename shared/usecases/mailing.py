"""E-mail: what one is, who sends it, and whose picture it shows; `shared/outer` has them."""

from dataclasses import dataclass
from typing import Protocol

# The Content-ID of the picture of an Email, and what its HTML calls it.
PICTURE = "inviter"


@dataclass(frozen=True, kw_only=True)
class Email:
    """One e-mail, ready to send.

    `from_name` is left to the sender's configuration by a transport that cannot set it, and an
    empty `reply_to` sets none. `headers` never hold a Message-ID: that is the transport's.
    `picture` is the inviter's, which the HTML shows as cid:inviter, or empty. A `bulk` one lets
    all others go first.
    """

    to: str
    to_name: str
    from_name: str
    reply_to: str
    reply_to_name: str
    subject: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...] = ()
    picture: bytes = b""
    bulk: bool = False


class Pictures(Protocol):
    """What people look like."""

    async def of(self, address: str) -> bytes:
        """Return a small JPEG or PNG of the person, soon, or nothing; never raise."""


class Mailer(Protocol):
    """The e-mail provider."""

    async def send(self, email: Email, operation_id: str) -> None:
        """Hand the e-mail over under this id; raise EmailRefused or Unavailable.

        Its Message-ID is made of the id, so that it stays the same however often it is tried.
        """

    async def has(self, operation_id: str) -> bool:
        """Return whether the provider took an e-mail under this id.

        False from a provider that cannot be asked: then it is sent again, under the same
        Message-ID. Raises EmailRefused where it was taken and then dropped, and Unavailable.
        """

    async def close(self) -> None:
        """Close the connections."""
