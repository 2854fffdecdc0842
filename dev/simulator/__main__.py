"""`python -m dev.simulator`: serve until SIGTERM or SIGINT."""

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from dev.simulator.config import CONFIG
from dev.simulator.listeners import PortInUse
from dev.simulator.server import Options, running
from dev.simulator.storage import UnreadableState


def main() -> int:
    """Run until a signal ends it; return the exit status, 1 if it cannot start."""
    options = _parse(sys.argv[1:])
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(options))
    except PortInUse as error:
        print(f"{error} Choose another with --port or --tls-port.", file=sys.stderr)
        return 1
    except UnreadableState as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parse(arguments: list[str]) -> Options:
    parser = argparse.ArgumentParser(prog="python -m dev.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="http port (default: any)")
    parser.add_argument("--tls-port", type=int, default=0, help="https port (default: any)")
    parser.add_argument("--ca-file", type=Path, required=True, help="where to write the CA")
    parser.add_argument("--data", type=Path, help="folder that keeps the state")
    parser.add_argument(
        "--redirect-uri", action="append", default=[], help="registered redirect URI (repeatable)"
    )
    parser.add_argument("--events-url", default="", help="webhook that delivery reports go to")
    given = parser.parse_args(arguments)
    return Options(
        ca_file=given.ca_file,
        port=given.port,
        tls_port=given.tls_port,
        data=given.data,
        redirect_uris=tuple(given.redirect_uri),
        events_url=given.events_url,
    )


async def _serve(options: Options) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    async with running(options) as app:
        config = app[CONFIG]
        print(f"Listening on {config.base_url} {config.tls_url}", flush=True)
        await stopped.wait()


if __name__ == "__main__":
    sys.exit(main())
