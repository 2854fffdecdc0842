"""The command that starts Azurite, and how to tell that it serves."""

import socket
from pathlib import Path

from dev.bootstrap.node import Node
from dev.ports import Ports


def command(node: Node, modules: Path, ports: Ports, data: Path | None) -> list[str]:
    """Return the command that serves `ports`, keeping its data in `data` or in memory.

    Node runs Azurite's script itself: a shim in between would survive it (functions-host.md,
    Azurite). Without --skipApiVersionCheck it refuses the SDK's API version (same place).
    """
    kept = ["--inMemoryPersistence"] if data is None else ["--location", str(data)]
    listening = {"blob": ports.blob, "queue": ports.queue, "table": ports.table}
    return [
        str(node.path),
        str(modules / "azurite" / "dist" / "src" / "azurite.js"),
        *kept,
        "--silent",
        "--skipApiVersionCheck",
        "--disableTelemetry",
        *(word for name, port in listening.items() for word in (f"--{name}Port", str(port))),
        # The default of 5 s cuts connections that the SDK means to use again.
        *(word for name in listening for word in (f"--{name}KeepAliveTimeout", "60")),
    ]


def serves(ports: Ports) -> bool:
    """Return whether Azurite accepts connections on all its ports."""
    return all(_accepts(port) for port in (ports.queue, ports.table, ports.blob))


def _accepts(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5):
            return True
    except OSError:
        return False
