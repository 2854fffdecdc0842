"""The words of the command line; dev/cli.py answers --help with them before anything is installed.

So this file imports nothing but the standard library, and runs on Python 3.9.
"""

from __future__ import annotations

import argparse

EXAMPLE = "gallery --languages de,ar --only invitation"
NARROW = 390


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of `gallery` to a parser."""
    parser.add_argument(
        "--languages", metavar="TAGS", default="", help="only these, parted by commas"
    )
    parser.add_argument(
        "--only", metavar="NAME", default="", help="only e-mails and pages whose name begins so"
    )
    parser.add_argument(
        "--width",
        type=int,
        default=NARROW,
        help="of the pictures in pixels, %(default)s if not given",
    )
    parser.add_argument("--no-pictures", action="store_true", help="write HTML and text alone")
