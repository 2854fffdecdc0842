"""One contract for all transports: what arrives, once, and what a failure means."""

import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.errors import EmailRefused, Unavailable
from shared.outer.smtp_email import SmtpMailer
from shared.settings import RelaySettings
from shared.usecases.mailing import Email
from tests.contract.conftest import Simulator
from tests.contract.mailers import posts
from tests.contract.mailers.posts import SENDER, Post
from tests.contract.mailers.relay import PASSWORD, USER, Relay, running

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
EMAIL: dict[str, Any] = {
    "to": "willy@urs-mechanik.example",
    "to_name": 'Willy "Ü" 우르스, <b>',
    "from_name": "My rConnect (Stag) on behalf of GFMS 한국",
    "reply_to": "tamer@gfms.example",
    "reply_to_name": "Mohamed-Nour, Tamer",
    "subject": "Überraschung 초대 " + "x" * 120,
    "text": "Zeile 1 – 한국어\n.\n\nhttps://invite.example/api/InviteUser?x=" + "y" * 1200,
    "html": "<p>Zeile – 한국어 <img src='cid:inviter' alt=''>" + "<br>" * 400,
    "headers": (
        ("List-Unsubscribe", "<https://invite.example/api/BlockInvitations?t=" + "t" * 300 + ">"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Auto-Submitted", "auto-generated"),
    ),
    "picture": PNG,
}


def email(**changed: Any) -> Email:
    return Email(**(EMAIL | changed))


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    yield from running()


@pytest.fixture(params=["acs", "graph", "smtp"])
async def post(
    request: pytest.FixtureRequest,
    simulator: Simulator,
    relay: Relay,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Post]:
    async with getattr(posts, request.param)(simulator, relay, monkeypatch) as made:
        yield made


async def test_everything_arrives_as_it_was_composed(post: Post) -> None:
    operation, one = str(uuid.uuid4()), email()
    await post.mailer.send(one, operation)
    (arrived,) = post.arrived()
    assert (arrived.to, arrived.subject) == (one.to, one.subject)
    assert (arrived.text, arrived.html) == (one.text, one.html)
    assert arrived.reply_to == [one.reply_to]
    assert arrived.headers.items() >= dict(one.headers).items()
    assert arrived.headers["Message-ID"] == f"<{operation}@gfms.example>"
    assert arrived.pictures == {"inviter": PNG}
    if post.sets_from_name:
        assert one.from_name in arrived.headers["From"]
        assert SENDER in arrived.headers["From"]


async def test_without_picture_answer_or_names(post: Post) -> None:
    bare = email(picture=b"", reply_to="", reply_to_name="", to_name="", headers=())
    await post.mailer.send(bare, str(uuid.uuid4()))
    (arrived,) = post.arrived()
    assert (arrived.reply_to, arrived.pictures) == ([], {})


@pytest.mark.parametrize("place", ["subject", "to_name", "from_name", "reply_to_name"])
async def test_a_line_break_makes_no_header(post: Post, place: str) -> None:
    hostile = email(**{place: "x\r\nBcc: everybody@kunde.example\r\n\r\n<p>"})
    try:
        await post.mailer.send(hostile, str(uuid.uuid4()))
    except (ValueError, EmailRefused):
        assert post.arrived() == []
        return
    (arrived,) = post.arrived()
    assert "Bcc" not in arrived.headers
    assert arrived.text == hostile.text


async def test_a_provider_that_is_busy_took_nothing(post: Post) -> None:
    post.break_("throttled")
    with pytest.raises(Unavailable) as busy:
        await post.mailer.send(email(), str(uuid.uuid4()))
    # Graph may have sent what it throttles at the last step: it is asked first.
    assert busy.value.sent_nothing is (post.name != "graph")
    assert busy.value.retry_after == (7 if post.name != "smtp" else None)
    assert post.arrived() == []


async def test_a_provider_that_is_down_is_tried_later(post: Post) -> None:
    operation = str(uuid.uuid4())
    post.break_("down")
    with pytest.raises(Unavailable):
        await post.mailer.send(email(), operation)
    assert not await post.mailer.has(operation)
    await post.mailer.send(email(), operation)
    assert len(post.arrived()) == 1


async def test_what_is_refused_is_refused_with_its_reason(post: Post) -> None:
    post.break_("refused")
    with pytest.raises(EmailRefused) as refused:
        await post.mailer.send(email(), str(uuid.uuid4()))
    assert refused.value.failure.code
    assert refused.value.failure.reason
    assert post.arrived() == []


async def test_an_answer_that_was_lost(post: Post) -> None:
    """The e-mail is out, but nobody said so: who can be asked is asked."""
    operation = str(uuid.uuid4())
    post.break_("lost")
    with pytest.raises(Unavailable) as lost:
        await post.mailer.send(email(), operation)
    assert not lost.value.sent_nothing
    assert len(post.arrived()) == 1
    assert await post.mailer.has(operation) is post.can_be_asked


async def test_an_operation_that_nobody_knows(post: Post) -> None:
    assert not await post.mailer.has(str(uuid.uuid4()))


async def test_a_link_in_a_header_stays_a_link(relay: Relay) -> None:
    """One-click unsubscription reads it; an encoded word is no address (RFC 2047, 5)."""
    settings = RelaySettings("localhost", relay.port, USER, PASSWORD, starttls=True)
    mailer = SmtpMailer(settings, SENDER, lambda: datetime.now(UTC), tls=relay.trusting)
    relay.taken.raw.clear()
    await mailer.send(email(), str(uuid.uuid4()))
    (raw,) = relay.taken.raw
    ((name, link), *_) = EMAIL["headers"]
    assert f"{name}: {link}\r\n".encode() in raw


async def test_a_wrong_password_is_told_to_the_operator(
    relay: Relay, caplog: pytest.LogCaptureFixture
) -> None:
    settings = RelaySettings("localhost", relay.port, USER, "wrong", starttls=True)
    mailer = SmtpMailer(settings, SENDER, lambda: datetime.now(UTC), tls=relay.trusting)
    with pytest.raises(Unavailable) as refused:
        await mailer.send(email(), str(uuid.uuid4()))
    assert refused.value.sent_nothing
    assert "SMTP_PASSWORD" in caplog.text
    assert USER not in caplog.text
