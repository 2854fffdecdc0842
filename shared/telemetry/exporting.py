"""Sends what was recorded, in a thread of its own: no answer ever waits for it.

What sends is heavy to import (more than half a second, docs/telemetry.md), so that happens only
once something was answered and nothing more was asked for a while.
"""

import atexit
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from shared.telemetry.metrics import Totals
from shared.telemetry.recorder import Recorder, use
from shared.telemetry.records import Record

log = logging.getLogger(__name__)
BATCH = 500
_REST = 9  # times as long as sending took: a tenth of a core, some 500 records a second
_PATIENCE = 6  # delays after which the sender is made although there is no quiet
_LONGEST_PAUSE = 60.0  # seconds between tries while nobody takes what is sent
_TRIES = 30
_LAST_WORDS = 3.0  # seconds at the end of the process


class Sink(Protocol):
    """Where telemetry goes. Neither raises; both return whether it was taken."""

    def send(self, records: Sequence[Record]) -> bool:
        """Send records."""

    def send_metrics(self, totals: Totals) -> bool:
        """Send totals."""


class Exporter:
    """Sends every `delay` seconds, metrics every `interval`; starts with the first `touch`."""

    def __init__(
        self, recorder: Recorder, make: Callable[[], Sink], delay: float, interval: float
    ) -> None:
        self._recorder = recorder
        self._make = make
        self._delay = delay
        self._interval = interval
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()
        self._touched = 0.0
        self._failures = 0

    def touch(self) -> None:
        """Say that something was answered."""
        self._touched = time.monotonic()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="telemetry", daemon=True)
            self._thread.start()
            atexit.register(self.stop)

    def stop(self, seconds: float = _LAST_WORDS) -> None:
        """Send what is left, if that takes no longer than `seconds`."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        self._wait_for_quiet()
        try:
            sink = self._make()
        except Exception as error:  # noqa: BLE001 - whatever it is, the app goes on without
            use(None)
            log.error("Nothing is exported: %s", type(error).__name__)  # noqa: TRY400 - its words may hold a key
            return
        due = time.monotonic() + self._interval
        pause = self._delay
        while not self._ending.wait(pause):
            pause = self._send(sink)
            if time.monotonic() >= due:
                self._send_metrics(sink)
                due = time.monotonic() + self._interval
        while self._recorder.waiting and not self._failures:
            self._send(sink)
        self._send_metrics(sink)

    def _wait_for_quiet(self) -> None:
        latest = time.monotonic() + _PATIENCE * self._delay
        while time.monotonic() < min(self._touched + self._delay, latest):
            if self._ending.wait(self._delay / 5):
                return

    def _pause(self) -> float:
        if not self._failures:
            return self._delay
        return float(min(self._delay * 2**self._failures, max(_LONGEST_PAUSE, self._delay)))

    def _send(self, sink: Sink) -> float:
        """Send some records; return how many seconds to wait until the next.

        Where there are many (an import), the thread rests in between: others work as well.
        """
        if not (records := self._recorder.take(BATCH)):
            return self._pause()
        began = time.thread_time()
        if not sink.send(records):
            self._failed(records)
            return self._pause()
        self._succeeded()
        busy = time.thread_time() - began
        return min(self._delay, _REST * busy) if self._recorder.waiting else self._delay

    def _send_metrics(self, sink: Sink) -> None:
        if not (totals := self._recorder.metrics.take()):
            return
        if sink.send_metrics(totals):
            self._succeeded()
        else:
            self._recorder.metrics.give_back(totals)
            self._failed([])

    def _failed(self, records: list[Record]) -> None:
        """Keep them for later; what is refused again and again is in the way of the rest."""
        self._failures += 1
        if self._failures % _TRIES:
            self._recorder.give_back(records)
        if self._failures == 1:
            log.warning("Telemetry is not taken: it waits, up to the room that there is")

    def _succeeded(self) -> None:
        if self._failures:
            log.warning("Telemetry is taken again")
        self._failures = 0
