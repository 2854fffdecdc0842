"""The words of the command line; dev/cli.py answers --help with them before anything is installed.

So this file imports nothing but the standard library, and runs on Python 3.9.
"""

from __future__ import annotations

import argparse
from pathlib import Path

EXAMPLE = "package --to dist"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of `package` to a parser."""
    parser.add_argument(
        "--to",
        type=Path,
        default=Path("dist"),
        metavar="DIR",
        help="the folder for the zip and its bill of materials, %(default)s unless given",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="prepare the dependencies anew, even if unchanged"
    )
