"""The whole app with each transport: the invitation arrives once, complete, and its link leads on.

Over Graph and SMTP nobody reports what became of an e-mail: its fate stays `sent`.
"""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dev.stack import Options, Stack
from tests.conftest import UNWATCHED
from tests.contract.mailers.posts import Arrived, arrived_as
from tests.contract.mailers.relay import PASSWORD, USER, Relay, running
from tests.journey.system import System, body, new_address
from tests.journey.waiting import until
from tests.samples import PHOTO

SUBJECT = "Mohamed-Nour, Tamer invited you to access applications within their organization."  # E1
SENDER = "donotreply@rconnect.example"
AUTOMATIC = {
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "OOF, AutoReply",
    "Content-Language": "en",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    yield from running()


def started(folder: Path, **settings: str) -> Iterator[System]:
    # What a crashed app was at work on comes back after the lease, on Azure in ten minutes. Less
    # than this would run out on a busy machine while the app still works on it.
    options = Options(folder=folder, settings=UNWATCHED | settings, queue_lease=10)
    with Stack(options) as stack, System(stack) as made:
        yield made


@pytest.fixture(scope="module")
def by_graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    folder = tmp_path_factory.mktemp("graph")
    yield from started(folder, EMAIL_TRANSPORT="graph", EMAIL_ENDPOINT="")


@pytest.fixture(scope="module")
def by_smtp(tmp_path_factory: pytest.TempPathFactory, relay: Relay) -> Iterator[System]:
    folder = tmp_path_factory.mktemp("smtp")
    trusted = folder / "relay.pem"
    trusted.write_bytes(relay.authority)
    yield from started(
        folder,
        EMAIL_TRANSPORT="smtp",
        EMAIL_ENDPOINT="",
        SMTP_HOST="localhost",
        SMTP_PORT=str(relay.port),
        SMTP_USER=USER,
        SMTP_PASSWORD=PASSWORD,
        SSL_CERT_FILE=str(trusted),
    )


def invited(system: System) -> tuple[dict[str, Any], dict[str, Any]]:
    """Invite somebody for an inviter with a photo; return the body and the row once it is sent."""
    inviter = {"email": new_address("tamer"), "name": "Mohamed-Nour, Tamer"}
    photo = base64.b64encode(PHOTO).decode()
    user = {"mail": inviter["email"], "photo": photo, "external_user_state": None}
    system.simulator("seed", {"guests": [user | {"user_type": "Member"}]})
    return sent(system, body(inviter=inviter))


def sent(system: System, asked: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Invite and wait until the e-mail is out."""
    invitation = system.invite(**asked)
    until(lambda: system.row(invitation)["email"] in {"sent", "delivered"})
    return asked, system.row(invitation)


def check(arrived: Arrived, system: System, asked: dict[str, Any], row: dict[str, Any]) -> None:
    """Check all that is the same whichever way an invitation goes."""
    assert arrived.to == asked["guest"]["email"]
    assert arrived.subject == SUBJECT
    assert arrived.reply_to == [asked["inviter"]["email"]]
    assert arrived.headers.items() >= AUTOMATIC.items()
    assert arrived.headers["Message-ID"] == f"<{row['operation_id']}@rconnect.example>"
    unsubscribe = arrived.headers["List-Unsubscribe"]
    assert unsubscribe.startswith(f"<{system.stack.app_url}/api/BlockInvitations?t=")
    assert unsubscribe.endswith(">")
    link = system.link(row["RowKey"])
    assert link in arrived.text
    assert link in arrived.html
    assert arrived.pictures == {"inviter": PHOTO}
    assert "cid:inviter" in arrived.html
    assert system.ask("GET", link).status_code == 302


def shown(system: System, mail: dict[str, Any]) -> str:
    """Return the HTML of an e-mail as the inbox shows it."""
    return system.ask("GET", f"{system.stack.simulator_url}/inbox/{mail['id']}/frame").text


def for_guest(relay: Relay, asked: dict[str, Any]) -> list[Arrived]:
    """Return what the mail server took for the guest."""
    taken = [arrived_as(raw) for raw in relay.taken.raw]
    return [one for one in taken if one.to == asked["guest"]["email"]]


def test_through_azure_communication_services(system: System) -> None:
    asked, row = invited(system)
    mail = system.mail(asked["guest"]["email"])
    pictures = {
        one["contentId"]: base64.b64decode(one["contentInBase64"])
        for one in mail["source"]["attachments"]
    }
    fields = {name: mail[name] for name in ("to", "subject", "text", "html", "reply_to", "headers")}
    check(Arrived(**fields, pictures=pictures), system, asked, row)
    assert mail["sender"] == SENDER
    assert base64.b64encode(PHOTO).decode() in shown(system, mail)


def test_from_a_mailbox(by_graph: System) -> None:
    asked, row = invited(by_graph)
    mail = by_graph.mail(asked["guest"]["email"])
    arrived = arrived_as(base64.b64decode(mail["source"]["mime"]))
    check(arrived, by_graph, asked, row)
    assert arrived.headers["From"] == f'"My rConnect (Stag) on behalf of GFMS" <{SENDER}>'
    # Exchange writes the mailbox's own name.
    assert mail["sender"] == SENDER
    assert base64.b64encode(PHOTO).decode() in shown(by_graph, mail)
    (kept,) = by_graph.rows("Drafts", row["operation_id"])
    assert by_graph.state()["drafts"][kept["draft"]]["sent"]
    assert row["email"] == "sent"


@pytest.mark.parametrize(
    ("fault", "drafts"),
    [
        ({"kind": "lost", "path": "/send"}, 1),
        ({"kind": "drop", "path": "/send"}, 1),
        ({"status": 429, "retry_after": 1, "path": "/send"}, 1),
        # Nobody knows the id of the first draft: it is never sent.
        ({"kind": "lost", "path": "/messages"}, 2),
    ],
)
def test_a_mailbox_that_fails_sends_once(
    by_graph: System, fault: dict[str, Any], drafts: int
) -> None:
    before = by_graph.state()["drafts"].keys()
    by_graph.simulator("faults", [{"service": "graph"} | fault])
    asked, _ = sent(by_graph, body())
    assert len(by_graph.mails(asked["guest"]["email"])) == 1
    assert len(by_graph.state()["drafts"].keys() - before) == drafts


def test_a_crash_while_the_mailbox_sends(by_graph: System) -> None:
    """The e-mail goes out while the app is dead; asked afterwards, its draft is none any more."""
    call = "graph POST /v1.0/users/{user}/messages/{message}/send"
    before = by_graph.state()["calls"].get(call, 0)
    slow = {"service": "graph", "kind": "slow", "seconds": 1, "path": "/send"}
    by_graph.simulator("faults", [slow])
    asked = body()
    invitation = by_graph.invite(**asked)
    until(lambda: by_graph.state()["calls"].get(call, 0) > before)
    by_graph.stack.kill_host()
    by_graph.stack.start_host()
    until(lambda: by_graph.row(invitation)["email"] == "sent", 40)
    assert len(by_graph.mails(asked["guest"]["email"])) == 1
    assert by_graph.state()["calls"][call] == before + 1


def test_through_a_mail_server(by_smtp: System, relay: Relay) -> None:
    asked, row = invited(by_smtp)
    (arrived,) = for_guest(relay, asked)
    assert relay.taken.secure[-1]
    check(arrived, by_smtp, asked, row)
    assert arrived.headers["From"] == f'"My rConnect (Stag) on behalf of GFMS" <{SENDER}>'
    assert by_smtp.state()["mails"] == []
    assert row["email"] == "sent"


def test_a_mail_server_that_is_busy_takes_it_later(by_smtp: System, relay: Relay) -> None:
    relay.taken.answers.append("451 4.7.500 Server busy. Please try again later")
    asked, _ = sent(by_smtp, body())
    assert len(for_guest(relay, asked)) == 1


def test_a_mail_server_whose_answer_was_lost_gets_it_again(by_smtp: System, relay: Relay) -> None:
    """It cannot be asked: better twice than never, and under one Message-ID (docs/email.md)."""
    relay.taken.cut = 1
    asked, row = sent(by_smtp, body())
    ids = [one.headers["Message-ID"] for one in for_guest(relay, asked)]
    assert ids == [f"<{row['operation_id']}@rconnect.example>"] * 2


def test_what_a_mail_server_refuses_is_failed(by_smtp: System, relay: Relay) -> None:
    relay.taken.at_recipient.append("550 5.1.1 Recipient address rejected: user unknown")
    invitation = by_smtp.invite()
    until(lambda: by_smtp.row(invitation)["email"] == "failed")
    row = by_smtp.row(invitation)
    assert (row["failure"], row["failure_reason"]) == ("5.1.1", "There is no such mailbox.")
    assert "user unknown" in row["failure_answer"]
