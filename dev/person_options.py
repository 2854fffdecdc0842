"""The options of `python3 -m dev person`. The bootstrap reads them too: Python 3.9, no imports."""

from __future__ import annotations

import argparse

EXAMPLE = "person export willy@urs.example --app https://contoso.example --key KEY"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options to a parser."""
    parser.add_argument(
        "what",
        choices=["export", "erase"],
        help="export: print it as JSON; erase: for good, and revoke open invitations first",
    )
    parser.add_argument("address", metavar="ADDRESS", help="the person's e-mail address")
    parser.add_argument(
        "--app", required=True, metavar="URL", help="the app's address, without /api"
    )
    parser.add_argument("--key", required=True, help="a function key of the app")
