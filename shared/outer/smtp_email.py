"""E-mail through an SMTP relay (Exchange Online's client submission among them).

No SMTP server can be asked what became of a message. After a crash, or a connection that ended
before the server's last word, the message is sent again: a second copy is better than none
(RFC 5321, 4.5.3.2.6). It has the same Message-ID, by which many mailboxes keep one of them.
docs/email.md says how long that window is.
"""

import contextlib
import re
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from email.message import EmailMessage

import aiosmtplib

from shared.domain.addresses import domain_of
from shared.domain.errors import InvitationError, Unavailable
from shared.outer.email_checks import check
from shared.outer.email_verdicts import refused, unfit
from shared.outer.mime import as_mime
from shared.settings import RelaySettings
from shared.telemetry import names
from shared.telemetry.calls import Calling
from shared.usecases.mailing import Email

SERVICE = "the mail server"
TIMEOUT = 20.0  # seconds
_ADVICE = "Check SMTP_HOST, SMTP_PORT, SMTP_SECURITY, SMTP_USER, SMTP_PASSWORD and EMAIL_SENDER."
_OK = 250
_PERMANENT = 500
# RFC 4954, 6: authentication is required, failed, or too weak; Exchange says 5.7.57, 5.7.139, and
# 5.7.60 to whoever may not send from that address.
_SIGN_IN = {530, 534, 535, 538}
_SIGN_IN_CODES = {"5.7.3", "5.7.8", "5.7.9", "5.7.57", "5.7.60", "5.7.139"}
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")  # RFC 3463
# Exchange's daily limit, which a later try keeps ("Message storage and concurrent connection
# throttling for SMTP Authenticated Submission").
_QUOTA = "SubmissionQuotaExceeded"
_QUOTA_WAIT = 3600  # seconds


class SmtpMailer:
    """The Mailer of `shared/usecases/ports.py`; certificates are checked wherever there is TLS."""

    def __init__(
        self,
        relay: RelaySettings,
        sender: str,
        clock: Callable[[], datetime],
        *,
        tls: ssl.SSLContext | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._relay = relay
        self._sender = sender
        self._clock = clock
        # Made once: it reads the certificates of every authority.
        self._tls = tls or ssl.create_default_context()
        self._timeout = timeout

    async def send(self, email: Email, operation_id: str) -> None:
        """Hand the e-mail over in a connection of its own; servers end idle ones."""
        check(email)
        message = as_mime(email, sender=self._sender, operation_id=operation_id, now=self._clock())
        with Calling(names.MAIL, "message", "SEND") as call, _replied(call):
            await self._send(message, email.to)

    async def _send(self, message: EmailMessage, to: str) -> None:
        async with self._connected() as server:
            with _answers(ours=True):
                await server.mail(self._sender)
            with _answers():
                await server.rcpt(to)
            try:
                await server.data(message.as_bytes())
            except aiosmtplib.SMTPResponseException as error:
                raise _verdict(error) from error
            except (aiosmtplib.SMTPException, OSError) as error:
                # It may have been taken: the server's last word is what is missing.
                raise Unavailable(SERVICE) from error

    async def probe(self) -> None:
        """Sign in and say who would send, and nothing more; raise Unavailable."""
        async with self._connected() as server:
            with _answers(ours=True):
                await server.mail(self._sender)
                await server.rset()

    async def has(self, operation_id: str) -> bool:  # noqa: ARG002 - the port gives it
        """Return False, for nobody knows: so it is sent again."""
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
            use_tls=relay.security == "tls",
            # True and not None: without STARTTLS there is no connection.
            start_tls=relay.security == "starttls",
            tls_context=self._tls,
            local_hostname=domain_of(self._sender),
            timeout=self._timeout,
        )
        try:
            with _answers(ours=True):
                await server.connect()
            yield server
        finally:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await server.quit(timeout=1)
            server.close()


@contextlib.contextmanager
def _replied(call: Calling) -> Iterator[None]:
    """Tell the call what the server replied, as far as it did."""
    try:
        yield
    except InvitationError as error:
        if isinstance(error.__cause__, aiosmtplib.SMTPResponseException):
            call.status = error.__cause__.code
        raise
    call.status = _OK


@contextlib.contextmanager
def _answers(*, ours: bool = False) -> Iterator[None]:
    """Tell what goes wrong before the message itself: then nothing was sent.

    `ours` is what concerns this app and its sender rather than the recipient.
    """
    try:
        yield
    except aiosmtplib.SMTPResponseException as error:
        raise _verdict(error, ours=ours) from error
    except ssl.SSLError as error:
        raise unfit(SERVICE, "TLS", _ADVICE) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        if isinstance(error.__cause__, ssl.SSLError):
            raise unfit(SERVICE, "TLS", _ADVICE) from error
        if not isinstance(error, OSError):
            # The server has no STARTTLS, or no way to sign in that this app knows.
            raise unfit(SERVICE, "not supported", _ADVICE) from error
        raise Unavailable(SERVICE, sent_nothing=True) from error


def _verdict(error: aiosmtplib.SMTPResponseException, *, ours: bool = False) -> InvitationError:
    """Return what an answer means: 5yz is for good, 4yz for now (RFC 5321, 4.2.1)."""
    found = _ENHANCED.match(error.message)
    code = found[1] if found else str(error.code)
    if error.code in _SIGN_IN or code in _SIGN_IN_CODES:
        return unfit(SERVICE, code, _ADVICE)
    if error.code < _PERMANENT:
        return Unavailable(SERVICE, sent_nothing=True)
    if _QUOTA in error.message:
        return Unavailable(SERVICE, _QUOTA_WAIT, sent_nothing=True)
    if ours:
        return unfit(SERVICE, code, _ADVICE)
    return refused(code, error.message)
