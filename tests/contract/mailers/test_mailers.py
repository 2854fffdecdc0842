"""One contract for all transports: what arrives, once, and what a failure means."""

import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from shared.domain.errors import EmailRefused, Unavailable
from shared.usecases.mailing import Email
from tests.contract.conftest import Simulator
from tests.contract.mailers import posts
from tests.contract.mailers.posts import SENDER, Post
from tests.contract.mailers.relay import PASSWORD, Relay, running
from tests.contract.mailers.stand_ins import SECRET

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
        ("Content-Language", "ko"),
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


@pytest.mark.parametrize(
    "changed",
    [
        {place: f"x{end}Bcc: everybody@kunde.example{end}{end}<p>"}
        for place in ("subject", "to_name", "from_name", "reply_to_name")
        for end in ("\r\n", "\n", "\r", "\u2028", "\x85", "\0")
    ]
    + [
        {"to": "willy@kunde.example\r\nBcc: everybody@kunde.example"},
        {"to": "willy@kunde.example, everybody@kunde.example"},
        {"to": "willy@kunde.example>\nRCPT TO:<everybody@kunde.example"},
        {"to": ""},
        {"reply_to": "Tamer <tamer@gfms.example>"},
        {"headers": (("X-A\r\nBcc", "everybody@kunde.example"),)},
        {"headers": (("X-A", "x\r\nBcc: everybody@kunde.example"),)},
        {"headers": (("Bcc", "everybody@kunde.example"),)},
        {"headers": (("Message-ID", "<x@y.example>"),)},
        {"headers": (("X-A", "ü"),)},
        {"headers": (("List-Unsubscribe", "x" * 981),)},
    ],
)
async def test_nothing_makes_a_header_or_a_recipient(post: Post, changed: dict[str, Any]) -> None:
    with pytest.raises(EmailRefused) as refused:
        await post.mailer.send(email(**changed), str(uuid.uuid4()))
    assert refused.value.failure.code in {"InvalidHeader", "InvalidEmailAddress"}
    assert post.arrived() == []


async def test_the_longest_header_arrives(post: Post) -> None:
    """A line has 998 characters at most (RFC 5322, 2.1.1), and no address can be folded."""
    link = f"<https://invite.example/{'x' * 955}>"
    assert len(f"List-Unsubscribe: {link}") == 998
    await post.mailer.send(email(headers=(("List-Unsubscribe", link),)), str(uuid.uuid4()))
    (arrived,) = post.arrived()
    assert arrived.headers["List-Unsubscribe"] == link


async def test_a_provider_that_is_busy_took_nothing(post: Post) -> None:
    post.break_("throttled")
    with pytest.raises(Unavailable) as busy:
        await post.mailer.send(email(), str(uuid.uuid4()))
    assert busy.value.sent_nothing
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
    """The e-mail is out, but nobody said so: who can be asked is asked, else it goes twice."""
    operation = str(uuid.uuid4())
    post.break_("lost")
    with pytest.raises(Unavailable) as lost:
        await post.mailer.send(email(), operation)
    assert not lost.value.sent_nothing
    assert len(post.arrived()) == 1
    assert await post.mailer.has(operation) is post.can_be_asked


async def test_cut_off_before_it_was_taken(post: Post) -> None:
    operation = str(uuid.uuid4())
    post.break_("dropped")
    with pytest.raises(Unavailable):
        await post.mailer.send(email(), operation)
    assert post.arrived() == []
    assert not await post.mailer.has(operation)
    await post.mailer.send(email(), operation)
    assert len(post.arrived()) == 1


async def test_a_provider_that_says_nothing(post: Post) -> None:
    post.break_("slow")
    with pytest.raises(Unavailable) as silent:
        await post.mailer.send(email(), str(uuid.uuid4()))
    assert not silent.value.sent_nothing


async def test_a_provider_that_nobody_reaches(post: Post) -> None:
    with pytest.raises(Unavailable):
        await post.nowhere.send(email(), str(uuid.uuid4()))


async def test_who_is_not_let_in_tells_the_operator(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    """Not the guest's fault: the invitation waits, and a log line says what to do."""
    with pytest.raises(Unavailable):
        await post.wrong.send(email(), str(uuid.uuid4()))
    assert post.arrived() == []
    (line,) = [one.getMessage() for one in caplog.records if one.name.startswith("shared")]
    assert "EMAIL_SENDER" in line
    for hidden in (EMAIL["to"], EMAIL["reply_to"], SENDER, SECRET, PASSWORD):
        assert hidden not in caplog.text


async def test_an_operation_that_nobody_knows(post: Post) -> None:
    assert not await post.mailer.has(str(uuid.uuid4()))
