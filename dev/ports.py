"""Which port serves what, and whether it is free."""

import errno
import itertools
import os
import socket
from dataclasses import dataclass
from typing import Self

_FIRST, _PROCESSES, _EACH = 20_000, 100, 120  # Linux gives connections those from 32,768 on
_turns = itertools.count()


@dataclass(frozen=True)
class Ports:
    """One port for each part of the local environment, in the order of `up --port`."""

    app: int
    simulator: int
    tls: int
    queue: int
    table: int
    blob: int

    @classmethod
    def following(cls, first: int) -> Self:
        """Return `first` for the app and the next five for the rest."""
        return cls(*range(first, first + 6))

    @classmethod
    def free(cls) -> Self:
        """Return six ports on which nothing listens now, and that no connection gets by chance.

        What is stopped and started again finds its ports free, for the system takes the ports of
        connections from above (ip_local_port_range); each process chooses from its own.
        """
        first = _FIRST + os.getpid() % _PROCESSES * _EACH
        candidates = (first + next(_turns) % _EACH for _ in range(_EACH))
        return cls(*itertools.islice((port for port in candidates if not is_busy(port)), 6))

    def named(self) -> dict[str, int]:
        """Return each port under the words by which a person knows the part that listens on it."""
        return {
            "the app": self.app,
            "the simulator": self.simulator,
            "the simulator's sign-in over TLS": self.tls,
            "Azurite's queues": self.queue,
            "Azurite's tables": self.table,
            "Azurite's blobs": self.blob,
        }

    def busy(self) -> dict[str, int]:
        """Return those of `named` that another program holds."""
        return {name: port for name, port in self.named().items() if is_busy(port)}


def is_busy(port: int) -> bool:
    """Return whether something listens on `port` of the loopback, by IPv4 or by IPv6."""
    return _taken(socket.AF_INET, "127.0.0.1", port) or (
        # A browser tries ::1 first for localhost, and would meet a stranger there.
        socket.has_ipv6 and _taken(socket.AF_INET6, "::1", port)
    )


def _taken(family: socket.AddressFamily, address: str, port: int) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # What is left of connections that ended a moment ago must not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            return error.errno in {errno.EADDRINUSE, errno.EACCES}
    return False
