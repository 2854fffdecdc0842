"""The exporting thread: late, patient, and in nobody's way."""

import itertools
import threading
import time
from collections.abc import Callable, Sequence

import pytest

from shared.telemetry.exporting import BATCH, Exporter
from shared.telemetry.metrics import Totals
from shared.telemetry.recorder import Recorder, recorder, use
from shared.telemetry.records import Record, Step
from tests.journey.waiting import until

DELAY = 0.02


class Sink:
    """Takes what comes, unless told otherwise."""

    def __init__(self) -> None:
        self.taken: list[Record] = []
        self.totals: list[Totals] = []
        self.good = True
        self.counts = True
        self.refused = 0
        self.hold = threading.Event()
        self.hold.set()

    def send(self, records: Sequence[Record]) -> bool:
        self.hold.wait(5)
        if self.good:
            self.taken += records
        else:
            self.refused += 1
        return self.good

    def send_metrics(self, totals: Totals) -> bool:
        if self.good and self.counts:
            self.totals.append(totals)
        return self.good and self.counts


def step(name: str) -> Step:
    return Step(name, 0, None, {})


def names(sink: Sink) -> list[str]:
    return [record.name for record in sink.taken if isinstance(record, Step)]


def started(sink: Callable[[], Sink], kept: Recorder) -> Exporter:
    exporter = Exporter(kept, sink, DELAY, DELAY)
    exporter.touch()
    return exporter


def test_nothing_is_made_before_something_was_answered() -> None:
    made: list[Sink] = []

    def make() -> Sink:
        made.append(Sink())
        return made[-1]

    Exporter(Recorder(), make, DELAY, DELAY)
    time.sleep(3 * DELAY)
    assert made == []


def test_the_sender_is_made_only_when_nothing_more_comes_for_a_while() -> None:
    made: list[float] = []
    sink = Sink()

    def make() -> Sink:
        made.append(time.monotonic())
        return sink

    # Far longer than a busy machine keeps a thread waiting.
    exporter = Exporter(Recorder(), make, 1.5, 0.1)
    for _ in range(8):
        exporter.touch()
        last = time.monotonic()
        time.sleep(0.03)
    until(lambda: made, 5)
    assert made[0] - last >= 1.4
    exporter.stop()


def test_records_and_totals_are_sent_in_order() -> None:
    sink, kept = Sink(), Recorder()
    kept.keep(step("a"), step("b"))
    kept.metrics.add("operations", {}, 2)
    exporter = started(lambda: sink, kept)
    until(lambda: sink.taken and sink.totals, 5)
    assert names(sink) == ["a", "b"]
    exporter.stop()


def test_what_is_not_taken_waits_and_totals_add_up() -> None:
    sink, kept = Sink(), Recorder()
    sink.good = False
    kept.keep(step("a"))
    kept.metrics.add("operations", {}, 2)
    exporter = started(lambda: sink, kept)
    until(lambda: sink.refused >= 2, 5)
    kept.keep(step("b"))
    kept.metrics.add("operations", {}, 3)
    sink.good = True
    until(lambda: sink.totals and len(sink.taken) == 2, 5)
    assert names(sink) == ["a", "b"]
    assert sum(total.sum for totals in sink.totals for total in totals.values()) == 5
    exporter.stop()


def test_totals_that_are_not_taken_are_kept() -> None:
    sink, kept = Sink(), Recorder()
    sink.counts = False
    kept.metrics.add("operations", {}, 2)
    exporter = started(lambda: sink, kept)
    until(lambda: exporter._failures >= 2, 5)
    sink.counts = True
    until(lambda: sink.totals, 5)
    [total] = sink.totals[0].values()
    assert (total.sum, total.count) == (2, 1)
    exporter.stop()


def test_between_many_records_it_rests_and_totals_are_not_kept_waiting() -> None:
    sends: list[float] = []
    told: list[int] = []

    class Busy(Sink):
        def send(self, records: Sequence[Record]) -> bool:
            sends.append(time.monotonic())
            end = time.thread_time() + 0.02
            while time.thread_time() < end:
                pass
            return super().send(records)

        def send_metrics(self, totals: Totals) -> bool:
            told.append(len(sends))
            return super().send_metrics(totals)

    sink, kept = Busy(), Recorder()
    kept.keep(*(step(str(number)) for number in range(3 * BATCH)))
    kept.metrics.add("operations", {}, 2)
    exporter = Exporter(kept, lambda: sink, 0.5, DELAY)
    exporter.touch()
    until(lambda: len(sink.taken) == 3 * BATCH, 10)
    assert told[0] < 3
    assert names(sink) == [str(number) for number in range(3 * BATCH)]
    # Nine times as long as it worked; no machine is too slow for that.
    assert all(later - earlier >= 0.19 for earlier, later in itertools.pairwise(sends))
    exporter.stop()


def test_what_rests_still_ends_in_time() -> None:
    sink, kept = Sink(), Recorder()
    kept.keep(*(step(str(number)) for number in range(20 * BATCH)))
    exporter = started(lambda: sink, kept)
    until(lambda: sink.taken, 10)
    exporter.stop(5)
    assert len(sink.taken) == 20 * BATCH


def test_recording_does_not_wait_for_a_slow_sender() -> None:
    sink, kept = Sink(), Recorder()
    sink.hold.clear()
    kept.keep(step("a"))
    exporter = started(lambda: sink, kept)
    until(lambda: kept.waiting == 0, 5)
    began = time.perf_counter()
    for _ in range(1000):
        kept.keep(step("b"))
        exporter.touch()
    assert time.perf_counter() - began < 1
    exporter.stop(0)
    sink.hold.set()


def test_a_sender_that_cannot_be_made_ends_recording(caplog: pytest.LogCaptureFixture) -> None:
    kept = Recorder()
    use(kept)

    def make() -> Sink:
        raise ValueError("a key")

    started(make, kept)
    until(lambda: recorder() is None, 5)
    until(lambda: caplog.records, 5)
    assert "a key" not in caplog.text


def test_what_is_left_at_the_end_is_sent() -> None:
    sink, kept = Sink(), Recorder()
    exporter = Exporter(kept, lambda: sink, 60, 60)
    kept.keep(step("a"))
    exporter.touch()
    exporter.stop(5)
    assert names(sink) == ["a"]
