"""`python -m dev.simulator` as a process of its own."""

import json
import signal
import socket
import ssl
import stat
import subprocess
import sys
import time
from http.client import RemoteDisconnected
from pathlib import Path
from typing import Self
from urllib.request import Request, urlopen

import pytest


class Process:
    """One run of the simulator; `urls` are what its first line says."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dev.simulator", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        self.urls = self.line.removeprefix("Listening on ").split()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        """Return exit status and stderr after the signal."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors


def post(url: str, body: object = None) -> None:
    content = json.dumps(body).encode()
    with urlopen(Request(url, content, method="POST")):
        pass


def get_state(url: str) -> dict[str, object]:
    with urlopen(f"{url}/control/state") as answer:
        state: dict[str, object] = json.load(answer)
    return state


def test_state_and_ca_outlive_the_process(tmp_path: Path) -> None:
    ca_file, data = tmp_path / "made" / "ca.pem", tmp_path / "data"
    arguments = ("--ca-file", str(ca_file), "--data", str(data))
    with Process(*arguments) as first:
        assert first.line == f"Listening on {first.urls[0]} {first.urls[1]}\n"
        post(f"{first.urls[0]}/control/seed", {"groups": {"g": "Partners"}})
        kept = data / "state.json"
        deadline = time.monotonic() + 10
        while not kept.exists():  # saved while it runs, so that a SIGKILL loses little
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert json.loads(kept.read_bytes())["groups"]["g"] == "Partners"
        post(f"{first.urls[0]}/control/seed", {"groups": {"h": "Friends"}})
        assert first.stop(signal.SIGTERM) == (0, "")
    authority, key = ca_file.read_bytes(), (data / "signing-key.pem").read_bytes()
    for secret in ("ca.key", "signing-key.pem"):
        assert stat.S_IMODE((data / secret).stat().st_mode) == 0o600

    with Process(*arguments) as second:
        state = get_state(second.urls[0])
        assert isinstance(state["groups"], dict)
        assert {"g", "h"} < set(state["groups"])
        trusted = ssl.create_default_context(cafile=str(ca_file))
        with urlopen(f"{second.urls[1]}/", context=trusted) as answer:
            assert answer.status == 200
        assert second.stop(signal.SIGINT) == (0, "")
    assert ca_file.read_bytes() == authority
    assert (data / "signing-key.pem").read_bytes() == key


def test_dropped_and_lost_connections_leave_no_noise(tmp_path: Path) -> None:
    with Process("--ca-file", str(tmp_path / "ca.pem")) as one:
        kinds = ("drop", "lost")
        post(
            f"{one.urls[0]}/control/faults",
            [{"service": "identity", "kind": kind} for kind in kinds],
        )
        for _ in kinds:
            with pytest.raises(RemoteDisconnected):
                urlopen(f"{one.urls[0]}/msi/token")
        assert one.stop(signal.SIGTERM) == (0, "")


@pytest.mark.parametrize("option", ["--port", "--tls-port"])
def test_port_in_use_is_named(tmp_path: Path, option: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with Process(option, str(port), "--ca-file", str(tmp_path / "ca.pem")) as process:
            _, errors = process.process.communicate(timeout=20)
    assert process.process.returncode == 1
    assert f"Port {port} on localhost is already in use." in errors
    assert process.line == ""


def test_kept_state_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"guests": 5}')
    arguments = ("--ca-file", str(tmp_path / "ca.pem"), "--data", str(tmp_path))
    with Process(*arguments) as process:
        _, errors = process.process.communicate(timeout=20)
    assert process.process.returncode == 1
    assert str(tmp_path / "state.json") in errors
    assert "Traceback" not in errors
