"""The words of `python3 -m dev backup`. The bootstrap reads them too: Python 3.9, no imports."""

from __future__ import annotations

import argparse
from pathlib import Path

EXAMPLE = "backup save backups/2026-11-21 --account contosoinvitations"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options to a parser."""
    parser.add_argument(
        "what",
        choices=["save", "check", "restore", "requeue"],
        help=(
            "save: copy the tables into the folder; check: read the folder again and compare its "
            "counts and checksums; restore: put its rows into the tables of an account; requeue: "
            "put the work that restored invitations wait for on the queues"
        ),
    )
    parser.add_argument("folder", type=Path, help="the folder of the back-up")
    parser.add_argument(
        "--account",
        metavar="NAME",
        default="",
        help=(
            "the storage account, opened as whoever `az login` signed in; without it, the "
            "connection string in the environment variable AzureWebJobsStorage"
        ),
    )
