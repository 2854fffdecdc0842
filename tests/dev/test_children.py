"""Child processes: started, watched, ended, whatever ends the parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dev.children import Child, ChildError
from tests.dev.processes import runs, until

type MakeChild = Callable[..., Child]

WAITS = "import time; print('ready', flush=True); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAITS}"
HAS_A_CHILD = """
import subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid)
time.sleep(600)
"""
PARENT = """
import sys, time
from pathlib import Path
from dev.children import Child
child = Child("it", sys.argv[2:], env={}, cwd=Path("/"), log=Path(sys.argv[1]))
child.start()
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def child(tmp_path: Path) -> Iterator[MakeChild]:
    """Make children that are ended with the test."""
    made = []

    def make(script: str) -> Child:
        command = [sys.executable, "-u", "-c", script]
        new = Child("the part", command, env=os.environ, cwd=tmp_path, log=tmp_path / "part.log")
        made.append(new)
        return new

    yield make
    for new in made:
        new.kill()


def started(child: Child, word: str = "ready") -> Child:
    child.start()
    child.wait_ready(lambda: word in child.output())
    return child


def test_a_child_is_ready_when_it_says_so_and_ends_when_asked(child: MakeChild) -> None:
    part = started(child(WAITS))
    pid = part.pid
    assert runs(pid)
    part.stop()
    assert not part.alive
    assert not runs(pid)


def test_a_child_that_does_not_listen_is_ended_by_force(child: MakeChild) -> None:
    part = started(child(STUBBORN))
    pid = part.pid
    part.stop(within=0.3)
    assert not runs(pid)


def test_what_a_child_has_started_ends_with_it(child: MakeChild) -> None:
    part = child(HAS_A_CHILD)
    part.start()
    part.wait_ready(lambda: part.output().endswith("\n"))
    grandchild = int(part.output())
    assert runs(grandchild)
    part.stop()
    until(lambda: not runs(grandchild))


def test_a_child_that_ends_while_it_starts_is_told_with_the_end_of_its_log(
    child: MakeChild,
) -> None:
    part = child("print('port taken'); raise SystemExit(7)")
    part.start()
    with pytest.raises(ChildError, match=r"(?s)the part ended with exit code 7.*port taken"):
        part.wait_ready(lambda: False)


def test_a_child_that_is_killed_later_is_noticed(child: MakeChild) -> None:
    part = started(child(WAITS))
    part.check()
    os.kill(part.pid, signal.SIGKILL)
    until(lambda: not part.alive)
    with pytest.raises(ChildError, match="the part ended by signal 9"):
        part.check()


def test_a_child_that_is_never_ready_is_told_after_the_deadline(child: MakeChild) -> None:
    part = child(WAITS)
    part.start()
    with pytest.raises(ChildError, match="not ready in 0 s"):
        part.wait_ready(lambda: False, deadline=0.2)


def test_a_program_that_is_missing_is_told(tmp_path: Path) -> None:
    part = Child("the part", ["no-such"], env={}, cwd=tmp_path, log=tmp_path / "log" / "part.log")
    with pytest.raises(ChildError, match="the part cannot be started"):
        part.start()


def test_a_paused_child_goes_on_where_it_was(child: MakeChild) -> None:
    part = child("import time\nwhile True: print('x'); time.sleep(.01)")
    part.start()
    part.wait_ready(lambda: "x" in part.output())
    part.pause()
    until(lambda: _state(part.pid) == "T")
    before = part.output()
    time.sleep(0.1)
    assert part.output() == before
    part.resume()
    until(lambda: len(part.output()) > len(before))


def test_a_paused_child_can_be_stopped(child: MakeChild) -> None:
    part = started(child(WAITS))
    part.pause()
    start = time.monotonic()
    part.stop()
    assert not part.alive
    assert time.monotonic() - start < 5


def test_a_restarted_child_shows_its_new_output_and_keeps_its_log(child: MakeChild) -> None:
    part = started(child("import os; print(os.getpid(), 'ready'); import time; time.sleep(600)"))
    first = part.output()
    part.kill()
    started(part)
    assert part.output() != first
    assert first in part.log.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux's")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_is_left_when_the_parent_is_killed(number: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path / "log"), sys.executable, "-c", STUBBORN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        until(lambda: "ready" in (tmp_path / "log").read_text())
        assert runs(pid)
        parent.send_signal(number)
        until(lambda: not runs(pid))


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
