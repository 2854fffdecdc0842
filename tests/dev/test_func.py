"""`up --func`, with a stand-in for Core Tools on PATH."""

import json
import os
import sys
from pathlib import Path

import pytest

from dev import parts
from dev.children import ChildError
from dev.func import func_ready
from dev.parts import Options
from dev.ports import Ports

# Answers what func's host answers when it is ready, and keeps what it was started with.
FUNC = f"""#!{sys.executable}
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Host(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/admin/host/status" else 404)
        self.end_headers()
        self.wfile.write(b'{{"state": "Running"}}')

with open(os.environ["SEEN"], "w") as seen:
    json.dump({{"environ": dict(os.environ), "argv": sys.argv[1:], "cwd": os.getcwd()}}, seen)
HTTPServer(("127.0.0.1", int(sys.argv[-1])), Host).serve_forever()
"""


@pytest.fixture
def options(tmp_path: Path) -> Options:
    app = tmp_path / "app"
    app.mkdir()
    return Options(folder=tmp_path / "stack", ports=Ports.free(), func=True, app=app)


def test_func_gets_the_settings_by_environment_and_no_file(
    options: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    func = tmp_path / "bin" / "func"
    func.parent.mkdir()
    func.write_text(FUNC)
    func.chmod(0o755)
    monkeypatch.setenv("PATH", f"{func.parent}{os.pathsep}{os.environ['PATH']}")
    settings = {"PUBLIC_URL": "http://localhost:1", "SEEN": str(tmp_path / "seen.json")}
    part = parts.host(options, settings, tmp_path / "keys.json")
    assert not part.ready()
    part.child.start()
    try:
        part.child.wait_ready(part.ready)
    finally:
        part.child.kill()
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert seen["argv"] == ["start", "--port", str(options.ports.app)]
    assert seen["cwd"] == str(options.app)
    assert seen["environ"]["PUBLIC_URL"] == "http://localhost:1"
    assert seen["environ"]["PATH"].split(os.pathsep)[0] == str(Path(sys.executable).parent)
    assert list(options.app.iterdir()) == []


def test_a_missing_func_is_told_with_how_to_install_it(
    options: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ChildError, match="npm install -g azure-functions-core-tools@4"):
        parts.host(options, {}, tmp_path / "keys.json")


def test_nothing_that_listens_is_not_ready() -> None:
    assert not func_ready(Ports.free().app)
