"""E-mail through any SMTP relay (Exchange Online's client submission among them).

An SMTP server cannot be asked what became of a message. So after a crash, or a connection that
ended while the server was taking the message, it is sent again: under the same Message-ID, by
which mailboxes drop a second copy where they can. docs/email.md says how long that window is.
"""

import contextlib
import logging
import ssl
from collections.abc import AsyncIterator, Callable
from datetime import datetime

import aiosmtplib

from shared.domain.errors import EmailRefused, Unavailable
from shared.outer.mime import as_mime
from shared.settings import RelaySettings
from shared.usecases.mailing import Email

log = logging.getLogger(__name__)
_SERVICE = "the mail server"
_TIMEOUT = 20  # seconds
_ADVICE = "If that goes on, check SMTP_HOST, SMTP_PORT, SMTP_SECURITY, SMTP_USER and SMTP_PASSWORD"
_PERMANENT = 500


class SmtpMailer:
    """The Mailer of `shared/usecases/ports.py`. TLS is a must, and certificates are checked."""

    def __init__(
        self,
        relay: RelaySettings,
        sender: str,
        clock: Callable[[], datetime],
        *,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._relay = relay
        self._sender = sender
        self._clock = clock
        self._tls = tls

    async def send(self, email: Email, operation_id: str) -> None:
        """Hand the e-mail over in a connection of its own; servers end idle ones."""
        message = as_mime(email, sender=self._sender, operation_id=operation_id, now=self._clock())
        async with self._connected() as server:
            try:
                await server.sendmail(self._sender, [email.to], message.as_bytes())
            except aiosmtplib.SMTPRecipientsRefused as error:
                raise _verdict(error.recipients[0]) from error
            except aiosmtplib.SMTPResponseException as error:
                raise _verdict(error) from error
            except (aiosmtplib.SMTPException, OSError) as error:
                # It may have been taken: the answer is what is missing.
                raise Unavailable(_SERVICE) from error

    async def has(self, operation_id: str) -> bool:  # noqa: ARG002 - the port gives it
        """Return that nobody knows, which sends it again."""
        return False

    async def close(self) -> None:
        """Nothing stays open."""

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        relay = self._relay
        server = aiosmtplib.SMTP(
            hostname=relay.host,
            port=relay.port,
            username=relay.user or None,
            password=relay.password or None,
            use_tls=not relay.starttls,
            start_tls=relay.starttls,
            tls_context=self._tls,
            timeout=_TIMEOUT,
        )
        try:
            await server.connect()
        except (aiosmtplib.SMTPException, OSError) as error:
            # Without the server's words, which may hold the user's name.
            log.error("%s cannot be used: %s. %s", _SERVICE, type(error).__name__, _ADVICE)  # noqa: TRY400
            raise Unavailable(_SERVICE, sent_nothing=True) from error
        try:
            yield server
        finally:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await server.quit()


def _verdict(
    error: aiosmtplib.SMTPResponseException,
) -> EmailRefused | Unavailable:
    """Return what an answer means: 5yz is for good, 4yz for now (RFC 5321, 4.2.1)."""
    if error.code < _PERMANENT:
        return Unavailable(_SERVICE, sent_nothing=True)
    return EmailRefused(str(error.code), " ".join(error.message.split()))
