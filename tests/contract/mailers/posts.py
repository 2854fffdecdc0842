"""The three transports, each with the other side to look at."""

import base64
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest
from azure.core.credentials import AzureKeyCredential

from dev.simulator import defaults
from dev.simulator.state import Fault
from shared.outer.acs_email import AcsMailer
from shared.outer.graph_email import GraphMailer
from shared.outer.smtp_email import SmtpMailer
from shared.settings import RelaySettings
from shared.usecases.mailing import Mailer
from tests.contract.clients import managed_identity
from tests.contract.conftest import Simulator
from tests.contract.mailers.relay import PASSWORD, USER, Relay

SENDER = "invitations@gfms.example"


@dataclass(frozen=True)
class Arrived:
    """One e-mail as the other side has it."""

    to: str
    subject: str
    text: str
    html: str
    reply_to: list[str]
    headers: dict[str, str]
    pictures: dict[str, bytes]


@dataclass(frozen=True)
class Post:
    """One transport: `break_` lets the next sends fail with a kind of fault."""

    name: str
    mailer: Mailer
    arrived: Callable[[], list[Arrived]]
    break_: Callable[[str], None]
    can_be_asked: bool = True
    sets_from_name: bool = True


Made = AsyncIterator[Post]


@contextlib.asynccontextmanager
async def acs(
    simulator: Simulator, _relay: Relay, _patch: pytest.MonkeyPatch
) -> AsyncIterator[Post]:
    mailer = AcsMailer(simulator.url, AzureKeyCredential(defaults.EMAIL_ACCESS_KEY), SENDER)

    def arrived() -> list[Arrived]:
        return [
            Arrived(
                mail.to,
                mail.subject,
                mail.text,
                mail.html,
                mail.reply_to,
                mail.headers,
                {
                    one["contentId"]: _bytes(one["contentInBase64"])
                    for one in mail.source.get("attachments", [])
                },
            )
            for mail in simulator.state.mails
        ]

    yield Post("acs", mailer, arrived, _faults(simulator, "email"), sets_from_name=False)
    await mailer.close()


@contextlib.asynccontextmanager
async def graph(
    simulator: Simulator, _relay: Relay, patch: pytest.MonkeyPatch
) -> AsyncIterator[Post]:
    async with managed_identity(simulator, patch) as credential:
        mailer = GraphMailer(f"{simulator.url}/v1.0", credential, SENDER, lambda: datetime.now(UTC))

        def arrived() -> list[Arrived]:
            return [_read(_parsed(_bytes(mail.source["mime"]))) for mail in simulator.state.mails]

        yield Post("graph", mailer, arrived, _faults(simulator, "graph"))
        await mailer.close()


@contextlib.asynccontextmanager
async def smtp(
    _simulator: Simulator, relay: Relay, _patch: pytest.MonkeyPatch
) -> AsyncIterator[Post]:
    settings = RelaySettings("localhost", relay.port, USER, PASSWORD, starttls=True)
    mailer = SmtpMailer(settings, SENDER, lambda: datetime.now(UTC), tls=relay.trusting)
    taken = relay.taken
    taken.messages.clear()

    def break_(kind: str) -> None:
        match kind:
            case "throttled":
                taken.answers.append("451 4.7.500 Server busy. Please try again later")
            case "down":
                taken.answers.append("421 4.3.2 Service not active")
            case "lost":
                taken.cut = 1
            case "refused":
                taken.at_recipient.append("550 5.1.1 Recipient address rejected: user unknown")

    yield Post(
        "smtp",
        mailer,
        lambda: [_read(one) for one in taken.messages],
        break_,
        can_be_asked=False,
    )
    await mailer.close()


def _faults(simulator: Simulator, service: str) -> Callable[[str], None]:
    def break_(kind: str) -> None:
        path = "/send" if service == "graph" else ""
        faults = {
            "throttled": Fault(service, status=429, retry_after=7, path=path),
            "down": Fault(service, status=503, path=path),
            "lost": Fault(service, kind="lost", path=path),
            "refused": Fault(
                service,
                status=400,
                path=path,
                code="ErrorInvalidRecipients" if service == "graph" else "InvalidEmailAddress",
                message="no such mailbox",
            ),
        }
        simulator.state.faults.append(faults[kind])

    return break_


def _read(message: EmailMessage) -> Arrived:
    (to,) = message["To"].addresses
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    pictures = {
        str(part["Content-ID"]).strip("<>"): part.get_content()
        for part in message.walk()
        if part.get_content_maintype() == "image"
    }
    return Arrived(
        to.addr_spec,
        str(message["Subject"]),
        str(plain.get_content()).replace("\r\n", "\n").rstrip("\n"),
        str(html.get_content()).replace("\r\n", "\n").rstrip("\n"),
        [one.addr_spec for one in message["Reply-To"].addresses] if message["Reply-To"] else [],
        {name: str(value) for name, value in message.items()},
        cast("Any", pictures),
    )


def _parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
