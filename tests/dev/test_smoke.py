"""The smoke test, against an app that answers as it is told."""

import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dev import smoke
from dev.stack import Stack

BUILT = {"version": "1.2.3", "commit": "c" * 40, "built": "2026-11-21T12:00:00Z"}
UP = {"status": "up", "version": "1.2.3", "commit": "c" * 40}
SIGN_IN = "https://login.example/authorize"


class App(ThreadingHTTPServer):
    """Answers what `answers` has for a path: a status, a body, a Location."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.answers: dict[str, Any] = {
            "/api/health": (200, UP, ""),
            "/api/InviteUser": (401, {}, ""),
            "/api/ManageInvitations": (303, {}, SIGN_IN),
        }

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Looks up what to answer."""

    server: App

    def answer(self) -> None:
        """Answer."""
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.asked.append(f"{self.command} {self.path}")
        status, said, location = self.server.answers[self.path]
        body = json.dumps(said).encode()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer  # noqa: N815 - named by its base

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def app() -> Iterator[App]:
    with App() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    file = tmp_path / "app.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("build.json", json.dumps(BUILT))
    return file


def run(app: App, *more: str) -> int:
    return smoke.main(["--app", f"{app.url}/", "--within", "0.2", *more])


def test_an_app_that_is_well_passes(
    app: App, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(app, "--package", str(package)) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"ok      /api/health: up, version 1.2.3, commit {'c' * 40}"
    assert len(told) == 3
    assert app.asked == ["GET /api/health", "POST /api/InviteUser", "GET /api/ManageInvitations"]


@pytest.mark.parametrize(
    ("path", "answer", "told"),
    [
        ("/api/health", (503, {"status": "down"}, ""), "/api/health answers 503 down"),
        ("/api/health", (404, {}, ""), "/api/health answers 404"),
        ("/api/health", (200, UP | {"version": "1.2.2"}, ""), "version 1.2.2, not 1.2.3"),
        ("/api/health", (200, UP | {"commit": "d"}, ""), "tells commit d, not ccc"),
        ("/api/health", (200, ["up"], ""), "/api/health answers 200"),
        ("/api/InviteUser", (201, {}, ""), "without a key answers 201, not 401"),
        ("/api/ManageInvitations", (200, {}, ""), "leads to no sign-in"),
        ("/api/ManageInvitations", (500, {}, ""), "answers 500"),
    ],
)
def test_what_is_wrong_is_told(
    app: App,
    package: Path,
    capsys: pytest.CaptureFixture[str],
    path: str,
    answer: tuple[int, Any, str],
    told: str,
) -> None:
    app.answers[path] = answer
    assert run(app, "--package", str(package)) == 1
    assert told in capsys.readouterr().err


def test_it_waits_for_the_version_that_is_on_its_way(app: App, package: Path) -> None:
    app.answers["/api/health"] = (200, UP | {"version": "1.2.2"}, "")

    def arrive() -> None:
        app.answers["/api/health"] = (200, UP, "")

    timer = threading.Timer(0.1, arrive)
    timer.start()
    given = ["--app", app.url, "--within", "0.5", "--package", str(package)]
    assert smoke.main(given) == 0
    timer.join()
    assert app.asked.count("GET /api/health") > 1


def test_nobody_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with App() as gone:
        url = gone.url
    assert smoke.main(["--app", url, "--within", "0"]) == 1
    assert "does not answer" in capsys.readouterr().err


def test_what_is_no_package_is_told(
    app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(b"x")
    assert run(app, "--package", str(file)) == 1
    assert "is no package of this app" in capsys.readouterr().err
    assert app.asked == []


def test_the_app_itself_keeps_its_doors_as_the_smoke_test_wants_them(stack: Stack) -> None:
    """What it asks beside the health."""
    answers = [
        smoke.asking._ask(f"{stack.app_url}/api/InviteUser", b"{}").status,
        smoke.asking._ask(f"{stack.app_url}/api/ManageInvitations").status,
    ]
    assert answers == [401, 303]
