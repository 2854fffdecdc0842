"""Child processes that end with their parent, whatever ends the parent."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

READY_WITHIN = 60.0
STOP_WITHIN = 5.0
LINES_SHOWN = 20
_POLL = 0.02
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class ChildError(Exception):
    """A child did not become ready, or ended by itself; the message ends with its log's end."""


class Child:
    """One process in a session of its own, its output in a log file.

    Start it from a thread that lives as long as the child shall: Linux ends the child when the
    thread that started it ends (PR_SET_PDEATHSIG).
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path,
        log: Path,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.env = dict(env)
        self.log = log
        self._cwd = cwd
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start = 0
        self._started = False

    @property
    def pid(self) -> int:
        """The process id; raises ChildError while the child is not started."""
        if self._process is None:
            raise ChildError(f"{self.name} is not started")
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process; raises ChildError when the program cannot be run."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        parent = os.getpid()
        # The first start begins the log anew; a restart goes on in it.
        with self.log.open("ab" if self._started else "wb") as output:
            self._started = True
            self._log_start = output.tell()
            try:
                self._process = subprocess.Popen(
                    self.command,
                    env=self.env,
                    cwd=self._cwd,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    preexec_fn=None if _LIBC is None else lambda: _die_with(parent),
                )
            except OSError as error:
                raise ChildError(f"{self.name} cannot be started: {error}") from error

    def wait_ready(
        self,
        ready: Callable[[], bool],
        *,
        deadline: float = READY_WITHIN,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Return when `ready()` is true; raises ChildError when the child ends or is too slow."""
        end = time.monotonic() + deadline
        while not ready():
            self.check()
            if time.monotonic() > end:
                raise ChildError(f"{self.name} was not ready in {deadline:.0f} s.{self._ending()}")
            pause(_POLL)

    def check(self) -> None:
        """Raise ChildError when the process has ended by itself."""
        if self._process is not None and self._process.poll() is not None:
            code = self._process.returncode
            how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
            raise ChildError(f"{self.name} ended {how}.{self._ending()}")

    def output(self) -> str:
        """Return what the child has written since its last start, "" when it never started."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")

    def terminate(self) -> None:
        """Ask the process and its descendants to end; returns at once."""
        self._signal(signal.SIGTERM)
        # A process that a test has stopped would never see it.
        self._signal(signal.SIGCONT)

    def stop(self, within: float = STOP_WITHIN) -> None:
        """End the process and its descendants, by force when asking takes too long."""
        if self._process is None:
            return
        self.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(within)
        self.kill()

    def kill(self) -> None:
        """End the process and its descendants with SIGKILL, as a crash would."""
        if self._process is None:
            return
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def pause(self) -> None:
        """Stop the process where it is: it neither answers nor refuses (SIGSTOP)."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused process go on (SIGCONT)."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            # The group outlives its leader while a descendant runs, and keeps the leader's id.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)

    def _ending(self) -> str:
        lines = [line for line in self.output().splitlines() if line.strip()]
        shown = "".join(f"\n    {line}" for line in lines[-LINES_SHOWN:])
        return f" The end of {self.log}:{shown or ' (nothing)'}"


def _die_with(parent: int) -> None:
    """Run in the child, before the program: SIGKILL it when the parent is gone."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
