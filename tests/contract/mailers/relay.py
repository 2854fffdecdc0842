"""A mail server with STARTTLS on a port of its own, and what it took."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "invitations", "a-long-password"
OK = "250 OK"


@dataclass
class Taken:
    """What the server took; `answers` are given to the next messages instead of 250."""

    messages: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    at_recipient: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    cut: int = 0  # connections to end after taking the message, before the answer
    cut_early: int = 0  # connections to end before the message
    slow: float = 0.0  # seconds before the next answer to a message
    secure: list[bool] = field(default_factory=list)

    def clear(self) -> None:
        """Forget everything, faults too."""
        for kept in (self.messages, self.raw, self.answers, self.at_recipient, self.secure):
            kept.clear()
        self.cut = self.cut_early = 0
        self.slow = 0.0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's names
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if self.cut_early:
            self.cut_early -= 1
            _hang_up(server)
        if self.at_recipient:
            return self.at_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        if self.slow:
            seconds, self.slow = self.slow, 0.0
            await asyncio.sleep(seconds)
        raw = cast("bytes", envelope.original_content)
        self.raw.append(raw)
        self.messages.append(cast("Any", message_from_bytes(raw, policy=policy.default)))
        self.secure.append(session.ssl is not None)
        if self.cut:
            self.cut -= 1
            cast("Any", server.transport).abort()
        return OK


def _hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


@dataclass(frozen=True)
class Relay:
    """Where the server is, what it took, and whom to trust."""

    port: int
    taken: Taken
    trusting: ssl.SSLContext
    authority: bytes  # its certificate, PEM


def _free_port() -> int:
    """Return a port that nobody has; the controller cannot be asked for the one it got."""
    with socket.socket() as one:
        one.bind(("localhost", 0))
        return int(one.getsockname()[1])


def running(*, starttls: bool = True) -> Iterator[Relay]:
    """Run a server that demands STARTTLS and a sign-in, or one that has neither."""
    authority, taken = trustme.CA(), Taken()
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(serving)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)

    def check(
        _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        # Else aiosmtpd takes it that this function has answered.
        return AuthResult(success=right, handled=False)

    controller = Controller(
        taken,
        hostname="localhost",
        port=_free_port(),
        tls_context=serving if starttls else None,
        require_starttls=starttls,
        authenticator=check,
        auth_required=starttls,
        decode_data=False,
    )
    controller.start()
    try:
        yield Relay(controller.port, taken, trusting, authority.cert_pem.bytes())
    finally:
        controller.stop()
