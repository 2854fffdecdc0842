"""`up` from outside: what it prints, how it ends, what it leaves behind."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.folder import held
from dev.parts import ROOT
from dev.ports import Ports
from tests.dev.processes import runs, until


class Up:
    """A running `up` with its output in a file."""

    def __init__(self, port: int, folder: Path) -> None:
        self.data = folder / "data"
        self.port = port
        self._file = folder / "output.txt"
        command = [sys.executable, "-m", "dev.cli", "up", "--port", str(port)]
        with self._file.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, "--data", str(self.data)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        return self._file.read_text()

    def wait_ready(self) -> None:
        until(lambda: "Ctrl-C ends it" in self.output or self.process.poll() is not None, 60.0)
        assert self.process.poll() is None, self.output

    def children(self) -> dict[str, int]:
        """Return the id of each child under a word of its command line."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                command = (folder / "cmdline").read_text()
            except OSError:
                continue
            if int(parent) == self.process.pid:
                word = re.search(r"azurite|dev\.simulator|dev\.host", command)
                found[word.group() if word else command] = int(folder.name)
        return found

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)


@pytest.fixture
def port() -> int:
    """The first of six ports in a row that are free, above those of Ports.free."""
    own = 32_000 + os.getpid() % 20 * 36
    for first in range(own, own + 36, 6):
        if not Ports.following(first).busy():
            return first
    raise AssertionError("no six free ports in a row")


@pytest.fixture
def up(port: int, tmp_path: Path) -> Iterator[Up]:
    running = Up(port, tmp_path)
    yield running
    running.end()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_up_invites_willy_and_leaves_no_process_behind(up: Up, number: signal.Signals) -> None:
    up.wait_ready()
    for told in (
        f"App          http://localhost:{up.port}\n",
        f"Inbox        http://localhost:{up.port + 1}/inbox\n",
        f"Directory    http://localhost:{up.port + 1}/directory\n",
        "Willy URS is invited",
        "curl",
    ):
        assert told in up.output
    children = up.children()
    assert set(children) == {"azurite", "dev.simulator", "dev.host"}
    up.process.send_signal(number)
    assert up.process.wait(30) == (-number if number == signal.SIGKILL else 0)
    until(lambda: not any(map(runs, children.values())))
    until(lambda: not Ports.following(up.port).busy())
    assert ("nothing is left running" in up.output) == (number != signal.SIGKILL)


def test_kept_data_is_found_again_and_willy_is_invited_once(
    up: Up, port: int, tmp_path: Path
) -> None:
    up.wait_ready()
    link = re.search(r"http\S+invitationId=[0-9a-f-]{36}", up.output)
    assert link
    up.process.terminate()
    assert up.process.wait(30) == 0
    again = Up(port, tmp_path)
    try:
        again.wait_ready()
        assert "Willy URS was invited before" in again.output
        assert link.group() in again.output
    finally:
        again.end()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_part_that_dies_is_named_and_all_end(up: Up) -> None:
    up.wait_ready()
    children = up.children()
    os.kill(children["azurite"], signal.SIGKILL)
    assert up.process.wait(30) == 1
    assert f"Azurite ended by signal 9. The end of {up.data}/logs/azurite.log" in up.output
    assert not any(map(runs, children.values()))


def test_ctrl_c_while_it_starts_ends_it_too(up: Up) -> None:
    until(lambda: "Starting" in up.output)
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(30) == 0
    assert not Ports.following(up.port).busy()


@pytest.mark.parametrize(
    ("offset", "part"), [(0, "the app"), (3, "Azurite's queues"), (2, "the simulator's sign-in")]
)
def test_a_busy_port_is_named_and_nothing_is_started(
    port: int, tmp_path: Path, offset: int, part: str
) -> None:
    with socket.create_server(("127.0.0.1", port + offset)):
        up = Up(port, tmp_path)
        assert up.process.wait(30) == 1
    assert f"Port {port + offset} is in use; {part}" in up.output
    assert "Traceback" not in up.output
    assert not up.data.exists()


def test_a_folder_in_use_is_named(port: int, tmp_path: Path) -> None:
    with held(tmp_path / "data"):
        up = Up(port, tmp_path)
        assert up.process.wait(30) == 1
    assert f"{tmp_path / 'data'} is in use" in up.output
    assert not (tmp_path / "data" / "logs").exists()


def test_a_folder_that_cannot_be_made_is_named(port: int, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    up = Up(port, tmp_path)
    assert up.process.wait(30) == 1
    assert f"The folder {tmp_path / 'data'} cannot be used" in up.output
