"""Measuring against other makers' apps: the clients, the figures, what is installed."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from dev.bench import comparing
from dev.bench.__main__ import main
from dev.bench.errors import NotMeasured
from dev.bench.peers import auth_peer, django_peer, work
from dev.bench.peers.installing import ADVICE, BETTER_AUTH, DJANGO, installed
from dev.bench.peers.peer import Place, fire, place
from dev.bench.processes import seconds_of
from dev.bench.volley import Flown, Plan, Shot, Target
from dev.bootstrap.environment import fingerprint
from dev.bootstrap.progress import BootstrapError, Progress
from dev.parts import ROOT

MAIL = """Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable
MIME-Version: 1.0
To: {to}

Please go to http://127.0.0.1:1/invitations/accept=
-invite/{key}

"""


class _Server(ThreadingHTTPServer):
    """Answers as asked by the path (/status), counts ids, and remembers who asked for what."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[tuple[str, str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"] or 0))
        body = json.loads(text) if text else None
        self.server.seen.append((self.path, self.headers.get("Cookie", ""), body))
        answer = json.dumps({"id": f"id-{len(self.server.seen)}"}).encode()
        last = self.path.rpartition("/")[2]
        self.send_response(int(last) if last.isdigit() else 200)
        self.send_header("Location", "/there/1")
        self.send_header("Set-Cookie", f"session=of-{len(self.server.seen)}; Path=/")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server() as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        yield served
        served.shutdown()
        thread.join()


def shot(server: _Server, path: str, expect: int = 200, leads: str = "", cookie: str = "") -> Shot:
    return Shot(f"{server.url}/{path}", expect, {"Cookie": cookie}, "{}", leads=leads)


def flown(*targets: Target) -> list[Flown]:
    done = subprocess.run(
        [sys.executable, "-m", "dev.bench.volley"],
        cwd=ROOT,
        input=msgspec.json.encode(Plan(targets, 2)),
        capture_output=True,
        check=True,
    )
    return [msgspec.json.decode(line, type=Flown) for line in done.stdout.splitlines()]


def test_each_request_is_made_once_with_its_own_cookies(server: _Server) -> None:
    one = [shot(server, f"one/{302}", 302, "/there/", f"guest={number}") for number in range(7)]
    two = [shot(server, "two", cookie="other=1") for _ in range(3)]
    found = flown(
        Target("one", one[:1], [one[1:4], one[4:]], {"own": os.getpid()}),
        Target("two", two[:1], [two[1:2], two[2:]]),
    )
    assert [each.name for each in found] == ["one", "two", "two", "one"]
    assert all(each.rate > 0 and 0 < each.median <= each.p95 for each in found)
    assert list(found[0].busy) == ["own"]
    # What the answers set went to nobody.
    cookies = sorted(cookie for path, cookie, _ in server.seen if path.startswith("/one"))
    assert cookies == [f"guest={number}" for number in range(7)]
    assert len(server.seen) == 10


@pytest.mark.parametrize(
    ("wrong", "told"),
    [(("410", 302), "410: {"), (("302", 302, "/elsewhere/"), "302, and led to /there/1")],
)
def test_a_wrong_answer_ends_it_and_is_told(
    server: _Server, wrong: tuple[Any, ...], told: str
) -> None:
    (found,) = flown(Target("peer", [shot(server, *wrong)], [[shot(server, "never")]]))
    assert found.error.startswith(told)
    with pytest.raises(NotMeasured, match="peer answered"):
        comparing.by_target([found])
    assert all(path != "/never" for path, *_ in server.seen)


def test_nobody_there_is_told_too() -> None:
    (found,) = flown(Target("peer", [Shot("http://127.0.0.1:9/", 200, {})], [[]]))
    assert "ClientConnector" in found.error


def test_invitations_are_spread_over_organizations(server: _Server, tmp_path: Path) -> None:
    with requests.Session() as session:
        at = Place(tmp_path, server.server_port, {})
        site = auth_peer._Site(at, session)
        site.inviter = site.signed_up("inviter@peer.example")
        assert site.inviter == "session=of-1"
        shots = site.creates(120)
        bodies = [json.loads(each.body) for each in shots]
        assert len({body["email"] for body in bodies}) == 120
        asked = [body["organizationId"] for body in bodies]
        assert sorted(asked.count(one) for one in set(asked)) == [20, 50, 50]
        (accept,) = site.accepts(1)
        # The guest accepts as themselves, and what they accept is their own invitation.
        assert accept.headers["Cookie"] == f"session=of-{len(server.seen)}"
        *_, invited, joined = server.seen
        assert joined[0] == "/api/auth/sign-up/email"
        assert invited[2]["email"] == joined[2]["email"]
        assert json.loads(accept.body) == {"invitationId": f"id-{len(server.seen) - 1}"}
        with pytest.raises(NotMeasured, match="answered 200"):
            fire(session, msgspec.structs.replace(accept, expect=201))


def test_a_guests_link_is_read_in_their_email(tmp_path: Path) -> None:
    mails = f"\n{'-' * 79}\n".join(MAIL.format(to=f"{n}@a.example", key=f"key{n}") for n in "12")
    (tmp_path / "one.log").write_text(f"{mails}\n{'-' * 79}\n", encoding="utf-8")
    (tmp_path / "two.log").write_text(MAIL.format(to="3@a.example", key="key3"), encoding="utf-8")
    wanted = {f"{number}@a.example": f"key{number}" for number in "123"}
    assert django_peer.links(tmp_path) == wanted


def test_a_place_is_its_own_and_counts_only_when_asked(tmp_path: Path) -> None:
    one, other = place(tmp_path / "1", counting=False), place(tmp_path / "2", counting=True)
    assert one.env["PEER_SECRET"] != other.env["PEER_SECRET"]
    assert ("PEER_COUNTS" in one.env, other.env["PEER_COUNTS"]) == (False, "1")
    assert one.url.endswith(one.env["PEER_PORT"])


def test_processor_time_is_that_of_the_children_too() -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass\nprint('done', flush=True)\ninput()"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"done\n"
        assert seconds_of(child.pid) >= 0.25
        child.communicate(b"\n")
    assert seconds_of(child.pid) == 0


def seen(rate: float, median: float, **busy: float) -> list[Flown]:
    return [Flown("", rate, median, 2 * median, busy)] * 3


def test_the_app_is_compared_with_each_peer() -> None:
    app = {"host": 0.008, "Azurite": 0.004, "simulator": 0.001}
    peers = {
        "django-invitations": seen(200, 0.010, **{"django-invitations": 0.004}),
        "better-auth": seen(50, 0.040, **{"better-auth": 0.002}),
        "hello": seen(900, 0.001, hello=0.0011),
    }
    creates = {"create": seen(100, 0.020, **app), "async": seen(150, 0.010, **app)}
    lines = comparing.lines(
        {"create": creates | peers, "accept": peers | {"accept": seen(1, 1, **app)}}
    )
    assert len(lines) == 3 * 7
    assert lines[0].cells()[:4] == (
        "  create, answered 201: requests/s", "100", "django-invitations 200", "0.50",
    )  # fmt: skip
    assert lines[1].cells()[1:4] == ("20.0 ms", "django-invitations 10.0 ms", "2.00")
    assert lines[2].cells()[1:4] == ("40.0 ms", "django-invitations 20.0 ms", "2.00")
    assert lines[3].cells()[2:4] == ("better-auth 50", "2.00")
    told = "django-invitations 4.0, better-auth 2.0, hello 1.1"
    assert lines[6].cells()[1:3] == ("8.0 (and Azurite 4.0, simulator 1.0)", told)
    assert lines[7].what.startswith("create, respond-async 202")


def test_what_a_request_is_made_of_is_told() -> None:
    calls = {
        "create": work.Calls(4, {"graph": 2, "login": 0}),
        "async": work.Calls(4, {"graph": 0, "login": 0}),
        "accept": work.Calls(5, {"graph": 0, "login": 1}),
    }
    both = {"create": work.Statements(5, 3), "accept": work.Statements(2, 1)}
    lines = comparing.work_lines(calls, {"a": both, "b": both})
    assert [line.app for line in lines] == [
        "4 storage, 2 Graph calls", "4 storage calls", "5 storage, 1 Entra calls",
    ]  # fmt: skip
    assert lines[2].against == "a 2 reads, 1 writes; b 2 reads, 1 writes"


def _fake(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def test_peers_that_are_there_are_not_installed_again(tmp_path: Path) -> None:
    _fake(tmp_path / "bin" / "node", "echo v24.1.0")
    _fake(tmp_path / "bin" / "npm", "exit 1")
    folder = tmp_path / ".dev" / "peers"
    _fake(folder / "django" / "bin" / "python", "")
    (folder / "django" / ".installed").write_text(fingerprint(DJANGO / "requirements.txt"))
    (folder / "better-auth").mkdir()
    names = ("package.json", "package-lock.json", "server.mjs")
    stamp = fingerprint(*(BETTER_AUTH / name for name in names))
    (folder / "better-auth" / ".installed").write_text(stamp)
    said = StringIO()
    found = installed(tmp_path, {"PATH": str(tmp_path / "bin")}, Progress(said))
    assert found.python == folder / "django" / "bin" / "python"
    assert found.node.path == tmp_path / "bin" / "node"
    assert said.getvalue() == ""


def test_a_registry_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    uv = 'if [ "$1" = --version ]; then echo "uv 0.9.0"; exit; fi\n'
    _fake(tmp_path / "bin" / "uv", f'{uv}echo "error: Failed to fetch"; exit 2')
    with pytest.raises(BootstrapError) as told:
        installed(tmp_path, {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}, Progress(StringIO()))
    assert ADVICE in str(told.value)
    assert "Failed to fetch" in str(told.value)
    assert not (tmp_path / ".dev" / "peers" / "django" / ".installed").exists()


def test_what_cannot_be_installed_takes_no_other_part_with_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(run: object) -> None:
        raise BootstrapError(f"Installing failed\n{ADVICE}", "no registry")

    monkeypatch.setattr(comparing, "measure", refuse)
    monkeypatch.setattr("dev.bench.options.NAMES", ("peers",))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    assert main(["--only", "peers"]) == 1
    told = capsys.readouterr()
    assert "It could not be measured. Installing failed" in told.err
    assert main([]) == 0
    told = capsys.readouterr()
    assert ADVICE in told.err
    assert "NOT MEASURED  no registry" in told.out
