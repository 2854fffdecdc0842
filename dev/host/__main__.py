"""`python -m dev.host`: runs one app with the settings in this process's environment."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from pathlib import Path

from .functions import HostError
from .host import Options
from .keys import Keys, read_keys
from .run import configure_logging, run


def main(arguments: list[str]) -> int:
    """Run the app and return the exit code: 0 after a signal, 1 if it cannot be run."""
    parser = _parser()
    given = parser.parse_args(arguments)
    configure_logging(verbose=given.verbose)
    app_dir = given.app.resolve()
    if not app_dir.is_dir():
        parser.error(f"{app_dir} is not a folder")
    try:
        keys = None
        if given.enable_auth:
            keys = read_keys(given.keys.resolve()) if given.keys else Keys()
        os.chdir(app_dir)
        options = Options(app_dir, given.port, keys, given.queue_lease, given.http_limit)
        # The loop is not closed: Azure, too, ends a worker without waiting for the app's own
        # threads and connections.
        asyncio.new_event_loop().run_until_complete(run(options))
    except HostError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dev.host", description=__doc__)
    parser.add_argument("--app", type=Path, default=Path(), help="folder with function_app.py")
    parser.add_argument("--port", type=int, default=7071, help="0 takes a free one")
    parser.add_argument("--enable-auth", action="store_true", help="check function keys")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="JSON with the function keys")
    parser.add_argument(
        "--queue-lease",
        type=int,
        default=600,
        metavar="SECONDS",
        help="how long a received message stays hidden; renewed half-way",
    )
    parser.add_argument(
        "--http-limit",
        type=float,
        default=230,
        metavar="SECONDS",
        help="after that an HTTP function gets 502",
    )
    parser.add_argument("--verbose", action="store_true", help="a log line per invocation")
    return parser


if __name__ == "__main__":
    code = main(sys.argv[1:])
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
