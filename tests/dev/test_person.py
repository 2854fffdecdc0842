"""`python3 -m dev person`, against a stand-in for the app."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from dev import cli, person


class App(ThreadingHTTPServer):
    """Answers what a test sets, one after the other, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.answers: list[tuple[int, Any]] = []
        self.asked: list[tuple[str, str | None, Any]] = []


class Answering(BaseHTTPRequestHandler):
    server: App

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers.get("x-functions-key"), body))
        status, content = self.server.answers.pop(0)
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

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


def ask(app: App, what: str) -> int:
    line = ["person", what, "willy@urs.example", "--app", f"{app.url}/", "--key", "the-key"]
    return cli.run(cli.parse(line))


def test_what_is_kept_is_printed(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    app.answers = [(200, {"address": "willy@urs.example", "invitations": ["é"]})]
    assert ask(app, "export") == 0
    assert json.loads(capsys.readouterr().out)["invitations"] == ["é"]
    assert app.asked == [("/api/People/export", "the-key", {"address": "willy@urs.example"})]


def test_erasing_goes_on_until_nothing_is_left(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    part = {"changed": [], "companies": [], "directory": {}, "person": "p"}
    app.answers = [
        (200, part | {"erased": ["1"], "directory": {"g": "deleted"}, "more": True}),
        (200, part | {"erased": ["2"], "more": False}),
    ]
    assert ask(app, "erase") == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["erased"], done["directory"], done["more"]) == (
        ["1", "2"],
        {"g": "deleted"},
        False,
    )
    assert [path for path, _, _ in app.asked] == ["/api/People/erase"] * 2


def test_a_refusal_is_told(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    app.answers = [(401, {})]
    assert ask(app, "erase") == 1
    assert "answered 401" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "file:///etc/passwd", "nowhere"])
def test_an_app_that_is_not_there_is_told(url: str) -> None:
    with pytest.raises(person.Refused):
        person.run("export", "a@b.example", url, "key")
