"""`python -m dev.host` as a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from .conftest import APPS

ROOT = APPS.parents[2]


@contextmanager
def process(*arguments: str, app: str = "web", **options: Any) -> Iterator[tuple[Any, str]]:
    """Run the host and give it with its address; kill it if the test leaves it running."""
    command = [
        sys.executable,
        "-m",
        "dev.host",
        "--app",
        str(APPS / app),
        "--port",
        "0",
        *arguments,
    ]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    ) as child:
        try:
            assert child.stdout is not None
            line = child.stdout.readline()
            assert line.startswith("Listening on http://localhost:")
            yield child, line.split()[-1]
        finally:
            child.kill()


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as response:
        text: str = response.read().decode()
        return text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    """Exit code 0, nothing on stderr, no process left, the port free again."""
    with process(start_new_session=True) as (child, url):
        assert get(f"{url}/api/hello") == "hello"
        child.send_signal(number)
        assert child.wait(timeout=10) == 0
        assert child.stderr.read() == ""
        with pytest.raises(ProcessLookupError):
            os.killpg(child.pid, 0)
        with socket.socket() as again:
            again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            again.bind(("127.0.0.1", int(url.rpartition(":")[2])))
            again.listen()


def test_running_invocations_get_a_grace() -> None:
    """What runs when the signal comes still answers; new connections are refused."""
    with process() as (child, url):
        answers: list[str] = []
        asking = threading.Thread(
            target=lambda: answers.append(get(f"{url}/api/slow?seconds=0.8")), daemon=True
        )
        asking.start()
        time.sleep(0.3)
        child.send_signal(signal.SIGTERM)
        asking.join(timeout=10)
        assert answers == ["done"]
        assert child.wait(timeout=10) == 0


def test_keys_come_from_a_file(tmp_path: Path) -> None:
    """--enable-auth --keys FILE."""
    keys = tmp_path / "keys.json"
    keys.write_text('{"functions": {"Locked": {"default": "mine"}}}')
    with process("--enable-auth", "--keys", str(keys)) as (_, url):
        assert get(f"{url}/api/locked?code=mine") == "open"
        with pytest.raises(urllib.error.HTTPError, match="401"):
            get(f"{url}/api/locked")


def test_a_port_in_use_is_named() -> None:
    """Exit code 1 and one line that names the port."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "dev.host", "--app", str(APPS / "web"), "--port", port]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == f"Port {port} is in use: choose another one with --port\n"


def test_only_what_is_used_is_imported() -> None:
    """No queue SDK, no cron parser, nothing else of dev/ for an app with HTTP alone."""
    code = (
        "import asyncio, sys, pathlib\n"
        "from dev.host import Host, Options\n"
        "import dev.host.__main__\n"
        f"host = Host(Options(pathlib.Path({str(APPS / 'web')!r})))\n"
        "asyncio.run(host.start())\n"
        "print([n for n in sys.modules if n.startswith(('azure.storage', 'azure.core', 'croniter',"
        " 'azure.identity')) or n.startswith('dev.') and not n.startswith('dev.host')])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[]\n"
