"""The commands `sending` and `keys`, and what the doctor says of an app that is badly served."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from dev.cli import parse
from dev.operating import new_keys, outside, records, sending
from dev.operating.line import Line
from dev.stack import Stack
from shared.domain.findings import Level
from shared.setting_checks import keys


def ill(lines: Iterator[Line]) -> list[tuple[str, str]]:
    """Return part and words of what is not fine."""
    return [(line.part, line.what) for line in lines if line.level is not Level.OK]


class Served(BaseHTTPRequestHandler):
    """Answers as the test wants it."""

    status, body = 200, b'{"status": "up", "version": "1", "commit": "c", "built": ""}'
    said: tuple[tuple[str, str], ...] = ()

    def do_GET(self) -> None:
        self.send_response(self.status)
        for name, value in self.said:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of something that stands where an app should."""
    monkeypatch.setenv("NO_PROXY", "*")
    with ThreadingHTTPServer(("127.0.0.1", 0), Served) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def now() -> datetime:
    return datetime.now(UTC)


def test_headers_that_something_takes_away_are_found(served: str) -> None:
    found = ill(outside.look(served, now))
    assert {what.split()[0] for _, what in found} == {
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Cache-Control",
        "Strict-Transport-Security",
    }
    assert {part for part, _ in found} == {"headers"}


@pytest.mark.parametrize("status", [404, 500, 503])
def test_an_app_that_did_not_start_is_found(
    served: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Served, "status", status)
    monkeypatch.setattr(Served, "body", b"")
    assert ill(outside.look(served, now))[0] == (
        "health",
        f"answered {status}: the app is not there",
    )


def test_an_app_that_is_down_is_found(served: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Served, "status", 503)
    monkeypatch.setattr(Served, "body", Served.body.replace(b"up", b"down"))
    assert ill(outside.look(served, now))[0] == ("health", "down, version 1, commit c")


def test_nothing_at_an_address_is_found() -> None:
    assert ill(outside.look("http://localhost:1", now))[0][0] == "health"


def test_http_where_guests_come_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "HERE", set())
    assert ("https", "the address is http") in ill(outside.look("http://localhost:1", now))


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        ({"contoso.com": ["v=spf1 -all"], "_dmarc.contoso.com": ["v=DMARC1; p=reject"]}, []),
        ({"_dmarc.contoso.com": ["v=DMARC1"]}, ["SPF of contoso.com is missing"]),
        ({"contoso.com": ["v=spf1 -all"]}, ["DMARC of contoso.com is missing"]),
        (
            {"contoso.com": ["v=spf1 a", "v=spf1 b"], "_dmarc.contoso.com": ["v=DMARC1"]},
            ["SPF of contoso.com is there 2 times, which counts as none"],
        ),
    ],
)
def test_a_domain_that_looks_like_spam_is_found(
    texts: dict[str, list[str]], wanted: list[str]
) -> None:
    found = ill(records.look("in@Contoso.com", lambda name: texts.get(name, [])))
    assert [what for _, what in found] == wanted


def test_a_dns_that_does_not_answer_is_a_warning() -> None:
    def down(_: str) -> list[str]:
        raise OSError("LifetimeTimeout")

    (line,) = records.look("in@contoso.com", down)
    assert line.level is Level.WARNING


def test_the_switch_is_turned_from_a_terminal(
    operated: Stack, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APP_KEY", operated.keys.host)
    app = ["--app", operated.app_url]
    assert sending.main(["pause", *app, "--by", "Eva", "--why", "Wrong link"]) == 0
    try:
        assert "by Eva: Wrong link. Within a minute" in capsys.readouterr().out
        assert sending.main(["status", *app]) == 0
        assert capsys.readouterr().out.startswith("Sending is paused since ")
    finally:
        assert sending.main(["resume", *app]) == 0
    assert capsys.readouterr().out.startswith("Sending is on since ")
    assert sending.main(["pause", *app, "--key", "wrong"]) == 1
    assert "does not take this key" in capsys.readouterr().err
    assert sending.main(["pause", "--app", "ftp://contoso.example"]) == 1


def test_a_new_key_is_one_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert new_keys.main(["new"]) == 0
    first = capsys.readouterr().out
    assert new_keys.main(["new"]) == 0
    second = capsys.readouterr().out
    assert first != second
    assert keys(f"{first.strip()},{second.strip()}") == ""


@pytest.mark.parametrize(
    "command",
    [
        ["doctor", "--app", "https://a.example", "--mail-to", "me@a.example"],
        ["sending", "pause", "--app", "https://a.example", "--why", "x"],
        ["poison", "requeue", "--all", "--account", "a"],
        ["keys", "new"],
    ],
)
def test_the_command_line_knows_them(command: list[str]) -> None:
    request = parse(command)
    assert (request.command, list(request.rest)) == (command[0], command[1:])
