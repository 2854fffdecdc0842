"""Runs a host until a signal ends it."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys

from .host import Host, Options

_QUIET = ("aiohttp.access", "azure", "httpx", "msal", "urllib3")


async def run(options: Options) -> None:
    """Serve until SIGTERM or SIGINT, then end cleanly. Raises HostError if it cannot start.

    Prints `Listening on http://localhost:<port>` when ready.
    """
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    host = Host(options)
    await host.start()
    print(f"Listening on {host.url}", flush=True)
    await ended.wait()
    abandoned = await host.stop()
    if abandoned:
        logging.getLogger(__name__).warning("%d invocations were abandoned", abandoned)


def configure_logging(*, verbose: bool) -> None:
    """Send the app's log lines from INFO on to stderr; SDKs only from WARNING on."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    if verbose:
        logging.getLogger("dev.host").setLevel(logging.DEBUG)
