"""The words of the command line; nothing but the standard library, and Python 3.9."""

from __future__ import annotations

import argparse
from pathlib import Path

EXAMPLE = "smoke --app https://contoso.example --package dist/symuserinvitation-0.1.0.zip"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of `smoke` to a parser."""
    parser.add_argument(
        "--app", required=True, metavar="URL", help="the app's address, without /api"
    )
    parser.add_argument(
        "--package", type=Path, metavar="ZIP", help="the package that was deployed: its version"
    )
    parser.add_argument("--version", help="the version that must answer")
    parser.add_argument("--commit", help="the commit that must answer")
    parser.add_argument(
        "--within",
        type=float,
        default=180,
        metavar="SECONDS",
        help="how long the new version may take to arrive, %(default)s unless given",
    )
