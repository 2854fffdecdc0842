"""Ctrl-C and SIGTERM arrive only where the work can be left."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from dev.signals import Ended, EndRequests


@pytest.fixture
def requests() -> Iterator[EndRequests]:
    names = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {name: signal.getsignal(name) for name in names}
    yield EndRequests()
    for name, handler in before.items():
        signal.signal(name, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_waits_for_the_next_pause(requests: EndRequests, number: signal.Signals) -> None:
    os.kill(os.getpid(), number)
    with pytest.raises(Ended):
        requests.pause(60)


def test_a_request_interrupts_what_may_be_interrupted(requests: EndRequests) -> None:
    start = time.monotonic()
    signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    with pytest.raises(Ended), requests.interruptible():
        time.sleep(60)
    assert time.monotonic() - start < 30
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


def test_a_request_during_the_clean_up_does_not_disturb_it(requests: EndRequests) -> None:
    with requests.interruptible():
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGTERM)
