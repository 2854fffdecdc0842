"""What only a mail server does: TLS, and answers by number."""

import uuid
from collections.abc import Iterator

import pytest

from shared.domain.errors import EmailRefused, Unavailable
from shared.outer.smtp_email import SmtpMailer
from shared.settings import RelaySettings
from tests.contract.mailers.posts import SENDER, now
from tests.contract.mailers.relay import PASSWORD, USER, Relay, running
from tests.contract.mailers.test_mailers import EMAIL, email


@pytest.fixture(scope="module")
def served() -> Iterator[Relay]:
    yield from running()


@pytest.fixture(scope="module")
def bare() -> Iterator[Relay]:
    yield from running(starttls=False)


@pytest.fixture
def relay(served: Relay) -> Relay:
    served.taken.clear()
    return served


def mailer(relay: Relay, *, host: str = "localhost", trusting: bool = True) -> SmtpMailer:
    settings = RelaySettings(host, relay.port, USER, PASSWORD, "starttls")
    return SmtpMailer(settings, SENDER, now, tls=relay.trusting if trusting else None, timeout=5)


async def test_the_message_goes_through_tls_in_short_ascii_lines(relay: Relay) -> None:
    await mailer(relay).send(email(), str(uuid.uuid4()))
    assert relay.taken.secure == [True]
    (raw,) = relay.taken.raw
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


async def test_a_long_address_in_a_header_stays_one(relay: Relay) -> None:
    """RFC 2047, 5: an encoded word in List-Unsubscribe is no address to anybody."""
    await mailer(relay).send(email(), str(uuid.uuid4()))
    wanted = f"List-Unsubscribe: {dict(EMAIL['headers'])['List-Unsubscribe']}\r\n"
    assert wanted.encode() in relay.taken.raw[0]


async def test_a_certificate_of_nobody_is_not_taken(
    relay: Relay, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Unavailable):
        await mailer(relay, trusting=False).send(email(), str(uuid.uuid4()))
    assert relay.taken.messages == []
    assert "SMTP_SECURITY" in caplog.text


async def test_a_certificate_of_somebody_else_is_not_taken(relay: Relay) -> None:
    with pytest.raises(Unavailable):
        await mailer(relay, host="127.0.0.1").send(email(), str(uuid.uuid4()))
    assert relay.taken.messages == []


async def test_a_server_without_tls_gets_nothing(
    bare: Relay, caplog: pytest.LogCaptureFixture
) -> None:
    bare.taken.clear()
    # Nobody signs in here: else the server's lack of a sign-in would stop it as well.
    settings = RelaySettings("localhost", bare.port, "", "", "starttls")
    with pytest.raises(Unavailable):
        await SmtpMailer(settings, SENDER, now).send(email(), str(uuid.uuid4()))
    assert bare.taken.messages == []
    assert "SMTP_SECURITY" in caplog.text


async def test_without_tls_where_the_settings_say_so(bare: Relay) -> None:
    settings = RelaySettings("localhost", bare.port, "", "", "none")
    await SmtpMailer(settings, SENDER, now).send(email(), str(uuid.uuid4()))
    assert len(bare.taken.messages) == 1


@pytest.mark.parametrize(
    "answer", ["421 4.3.2 x", "450 4.2.0 greylisted", "451 4.7.0 x", "452 4.3.1 x", "432 4.3.2 x"]
)
async def test_4yz_took_nothing(relay: Relay, answer: str) -> None:
    for queue in (relay.taken.at_recipient, relay.taken.answers):
        queue.append(answer)
        with pytest.raises(Unavailable) as busy:
            await mailer(relay).send(email(), str(uuid.uuid4()))
        assert busy.value.sent_nothing


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("550 5.1.1 user unknown", "5.1.1"),
        ("550 no such user", "550"),
        ("550 5.7.1 blocked by policy", "5.7.1"),
        ("552 5.2.2 mailbox full", "5.2.2"),
    ],
)
async def test_5yz_is_for_good(relay: Relay, answer: str, code: str) -> None:
    for queue in (relay.taken.at_recipient, relay.taken.answers):
        queue.append(answer)
        with pytest.raises(EmailRefused) as refused:
            await mailer(relay).send(email(), str(uuid.uuid4()))
        assert refused.value.failure.code == code
        assert refused.value.failure.answer


@pytest.mark.parametrize(
    "answer",
    [
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        "530 5.7.57 Client not authenticated to send mail",
        "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException",
    ],
)
async def test_what_is_not_the_guests_fault_waits(relay: Relay, answer: str) -> None:
    relay.taken.answers.append(answer)
    with pytest.raises(Unavailable) as waiting:
        await mailer(relay).send(email(), str(uuid.uuid4()))
    assert waiting.value.sent_nothing
    assert waiting.value.retry_after
