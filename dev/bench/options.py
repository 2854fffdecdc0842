"""The words of the command line; dev/cli.py answers --help with them before anything is installed.

So this file imports nothing but the standard library, and runs on Python 3.9.
"""

from __future__ import annotations

import argparse

NAMES = (
    *("import", "start", "link", "create", "bulk", "storage", "rush", "list", "peers"),
    *("package", "telemetry"),
)
EXAMPLE = "bench --quick --only link"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of `bench` to a parser."""
    parser.add_argument(
        "--quick", action="store_true", help="fewer and shorter rounds: a rough idea in a minute"
    )
    parser.add_argument(
        "--only",
        choices=NAMES,
        metavar="NAME",
        help="one part of the table: %(choices)s",
    )
