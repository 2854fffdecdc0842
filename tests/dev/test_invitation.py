"""The documented invitation, sent to a stand-in for the app."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from stdnum.ch import vat

from dev.invitation import DOCUMENTED, InvitationError, invite_once


class App(ThreadingHTTPServer):
    """Answers what a test sets and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.post_status = 201
        self.link_status = 302
        self.asked: list[tuple[str, str | None, bytes]] = []


class Answering(BaseHTTPRequestHandler):
    server: App

    def do_POST(self) -> None:
        self._answer(self.server.post_status)

    def do_HEAD(self) -> None:
        self._answer(self.server.link_status)

    def _answer(self, status: int) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.command, self.headers.get("x-functions-key"), body))
        self.send_response(status)
        if status < 400:
            self.send_header("Location", f"{self.server.url}/api/InviteUser?invitationId=1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing: it would stand between the test's own lines."""


@pytest.fixture
def app() -> Iterator[App]:
    with App() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_the_documented_invitation_is_posted_with_the_key(app: App) -> None:
    link, new = invite_once(app.url, "the-key", None)
    assert new
    assert link == f"{app.url}/api/InviteUser?invitationId=1"
    ((method, key, body),) = app.asked
    assert (method, key) == ("POST", "the-key")
    assert json.loads(body) == DOCUMENTED


def test_kept_data_is_not_invited_twice(app: App, tmp_path: Path) -> None:
    kept = tmp_path / "invitation.txt"
    first = invite_once(app.url, "k", kept)
    again = invite_once(app.url, "k", kept)
    assert (first[1], again[1]) == (True, False)
    assert first[0] == again[0]
    assert [method for method, _, _ in app.asked] == ["POST", "HEAD"]


def test_an_invitation_that_the_data_has_lost_is_made_anew(app: App, tmp_path: Path) -> None:
    kept = tmp_path / "invitation.txt"
    invite_once(app.url, "k", kept)
    app.link_status = 404
    assert invite_once(app.url, "k", kept)[1]


@pytest.mark.parametrize("status", [302, 401, 409, 500])
def test_a_refusal_is_told_and_not_remembered(app: App, tmp_path: Path, status: int) -> None:
    app.post_status = status
    with pytest.raises(InvitationError, match=str(status)):
        invite_once(app.url, "k", tmp_path / "invitation.txt")
    assert not (tmp_path / "invitation.txt").exists()


def test_an_app_that_does_not_answer_is_told() -> None:
    with pytest.raises(InvitationError, match="does not answer"):
        invite_once("http://127.0.0.1:1", "k", None)


def test_only_the_phone_number_is_wrong() -> None:
    assert vat.is_valid(DOCUMENTED["company"]["taxNumber"])
    assert DOCUMENTED["company"]["phone"] == "032 34"
