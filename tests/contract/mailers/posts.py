"""The three transports, each with the other side to look at."""

import base64
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any, cast

import pytest
from azure.core.credentials import AzureKeyCredential
from azure.core.credentials_async import AsyncTokenCredential

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
from tests.contract.mailers.stand_ins import SECRET, MemoryDrafts, Nobody

SENDER = "invitations@gfms.example"
TIMEOUT = 0.5  # seconds


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
    """One transport: `break_` lets the next send fail with a kind of fault.

    `wrong` is a mailer that the other side does not let in, and `nowhere` one without another side.
    """

    name: str
    mailer: Mailer
    arrived: Callable[[], list[Arrived]]
    break_: Callable[[str], None]
    wrong: Mailer
    nowhere: Mailer
    can_be_asked: bool = True
    sets_from_name: bool = True


def now() -> datetime:
    return datetime.now(UTC)


def _closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.asynccontextmanager
async def acs(
    simulator: Simulator, _relay: Relay, _patch: pytest.MonkeyPatch
) -> AsyncIterator[Post]:
    def at(url: str, key: str = defaults.EMAIL_ACCESS_KEY) -> AcsMailer:
        return AcsMailer(url, AzureKeyCredential(key), SENDER, timeout=TIMEOUT)

    mailer, wrong = at(simulator.url), at(simulator.url, SECRET)
    nowhere = at(f"http://127.0.0.1:{_closed_port()}")

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

    yield Post(
        "acs",
        mailer,
        arrived,
        _faults(simulator, "email"),
        wrong,
        nowhere,
        sets_from_name=False,
    )
    for one in (mailer, wrong, nowhere):
        await one.close()


@contextlib.asynccontextmanager
async def graph(
    simulator: Simulator, _relay: Relay, patch: pytest.MonkeyPatch
) -> AsyncIterator[Post]:
    async with managed_identity(simulator, patch) as credential:

        def at(url: str, who: AsyncTokenCredential) -> GraphMailer:
            drafts = MemoryDrafts()
            return GraphMailer(f"{url}/v1.0", who, SENDER, now, drafts=drafts, timeout=TIMEOUT)

        mailer, wrong = at(simulator.url, credential), at(simulator.url, Nobody())
        nowhere = at(f"http://127.0.0.1:{_closed_port()}", Nobody())

        def arrived() -> list[Arrived]:
            return [arrived_as(_bytes(mail.source["mime"])) for mail in simulator.state.mails]

        yield Post("graph", mailer, arrived, _faults(simulator, "graph"), wrong, nowhere)
        for one in (mailer, wrong, nowhere):
            await one.close()


@contextlib.asynccontextmanager
async def smtp(
    _simulator: Simulator, relay: Relay, _patch: pytest.MonkeyPatch
) -> AsyncIterator[Post]:
    def at(port: int, password: str = PASSWORD) -> SmtpMailer:
        settings = RelaySettings("localhost", port, USER, password, "starttls")
        return SmtpMailer(settings, SENDER, now, tls=relay.trusting, timeout=TIMEOUT)

    taken = relay.taken
    taken.clear()

    def break_(kind: str) -> None:
        match kind:
            case "throttled":
                taken.answers.append("451 4.7.500 Server busy. Please try again later")
            case "down":
                taken.answers.append("421 4.3.2 Service not active")
            case "lost":
                taken.cut = 1
            case "dropped":
                taken.cut_early = 1
            case "slow":
                taken.slow = TIMEOUT * 2
            case "refused":
                taken.at_recipient.append("550 5.1.1 Recipient address rejected: user unknown")

    yield Post(
        "smtp",
        at(relay.port),
        lambda: [_read(one) for one in taken.messages],
        break_,
        at(relay.port, SECRET),
        at(_closed_port()),
        can_be_asked=False,
    )


def _faults(simulator: Simulator, service: str) -> Callable[[str], None]:
    def break_(kind: str) -> None:
        path = "/send" if service == "graph" else ""
        faults = {
            "throttled": Fault(service, status=429, retry_after=7),
            "down": Fault(service, status=503, path=path),
            "dropped": Fault(service, kind="drop", path=path),
            "slow": Fault(service, kind="slow", seconds=TIMEOUT * 2, path=path),
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


def arrived_as(raw: bytes) -> Arrived:
    """Return what a mail program reads of a message."""
    return _read(message_from_bytes(raw, policy=policy.default))


def _read(message: EmailMessage) -> Arrived:
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    pictures = {
        str(part["Content-ID"]).strip("<>"): part.get_content()
        for part in message.walk()
        if part.get_content_maintype() == "image"
    }
    return Arrived(
        parseaddr(message["To"])[1],
        str(message["Subject"]),
        str(plain.get_content()).replace("\r\n", "\n").rstrip("\n"),
        str(html.get_content()).replace("\r\n", "\n").rstrip("\n"),
        [parseaddr(message["Reply-To"])[1]] if message["Reply-To"] else [],
        {name: str(value) for name, value in message.items()},
        cast("Any", pictures),
    )


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
