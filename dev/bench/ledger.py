"""Storage calls, told apart by who made them, and counted by step."""

import functools
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

# Azurite's paths begin with the account.
_ON_MESSAGES = re.compile(r"/[^/]+/(?P<queue>[a-z0-9-]+)/messages(?P<one>/.+)?")

# The queue that the platform empties, and no function of this app.
_PLATFORMS = "events"


@dataclass(frozen=True)
class Call:
    """One request to storage: what it does, whether the host makes it by itself, its success."""

    what: str
    by_host: bool = False
    failed: bool = False

    @property
    def takes(self) -> bool:
        """Whether it asks a queue for messages."""
        return self.what == "receive"

    @property
    def settles(self) -> bool:
        """Whether it ends a message."""
        return self.what == "delete message" and not self.failed

    @property
    def puts(self) -> bool:
        """Whether it begins a message that a function ends."""
        return self.what == "put message" and not self.failed


def classify(method: str, path: str, query: Mapping[str, str]) -> Call:
    """Return what a request does.

    The app only ever puts messages; to receive, renew and delete them, and to put them on a
    poison queue, is the host's (functions-host.md, Queues).
    """
    on_messages = _ON_MESSAGES.fullmatch(path)
    if on_messages is None:
        return Call(_on_table(method, path) if "comp" not in query else f"{method} {query['comp']}")
    if method == "POST" and on_messages["queue"] == _PLATFORMS:
        return Call("put event")
    if method == "POST":
        return Call("put message", by_host=on_messages["queue"].endswith("-poison"))
    if method == "GET":
        return Call("receive", by_host=True)
    return Call("delete message" if method == "DELETE" else "renew message", by_host=True)


def _on_table(method: str, path: str) -> str:
    name = path.rpartition("/")[2]
    if name == "$batch":
        return "batch"
    if method == "GET" and name.endswith(")"):
        return "point read" if "PartitionKey=" in name else "query"
    return f"{method} {name.partition('(')[0]}"


@dataclass(frozen=True)
class Step:
    """The storage calls of one step of an invitation."""

    name: str
    calls: Sequence[Call]

    @property
    def by_app(self) -> Counter[str]:
        """What the app did, and how often."""
        return Counter(call.what for call in self.calls if not call.by_host)

    @property
    def by_host(self) -> Counter[str]:
        """What the host did for the queues, its empty polls left out of sight."""
        kinds = (call.what for call in self.calls if call.by_host and not call.takes)
        return Counter(kinds)


@dataclass
class Ledger:
    """Every call that went by; written by the proxy's thread, read by the steps'."""

    _calls: list[Call] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def note(self, call: Call) -> None:
        """Add a call that was answered."""
        with self._changed:
            self._calls.append(call)
            self._changed.notify_all()

    @contextmanager
    def step(self, name: str, into: list[Step]) -> Iterator[None]:
        """Append the calls that go by in the block to `into`, as a step."""
        start = len(self._calls)
        yield
        with self._changed:
            into.append(Step(name, tuple(self._calls[start:])))

    def wait_worked_off(self, within: float, quiet: float = 0.0) -> bool:
        """Return whether every message that was put has ended, as soon as that is so.

        With `quiet`, nobody has called for so many seconds either: a report on an e-mail comes a
        while after it.
        """
        end = time.monotonic() + within
        with self._changed:
            while self._changed.wait_for(self._worked_off, end - time.monotonic()):
                before = self._done()
                if not self._changed.wait_for(functools.partial(self._more_than, before), quiet):
                    return True
        return False

    def _more_than(self, done: int) -> bool:
        return self._done() > done

    def _done(self) -> int:
        return sum(not call.takes for call in self._calls)

    def _worked_off(self) -> bool:
        return sum(call.puts - call.settles for call in self._calls) <= 0
