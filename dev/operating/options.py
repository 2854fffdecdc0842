"""The options of `doctor`, `sending`, `poison` and `keys`.

The bootstrap reads them too: Python 3.9, no imports.
"""

from __future__ import annotations

import argparse

DOCTOR_EXAMPLE = "doctor --app https://contoso.example --key KEY --mail-to me@contoso.com"
SENDING_EXAMPLE = "sending pause --app https://contoso.example --key KEY --why 'Wrong link'"
POISON_EXAMPLE = "poison explain --account contosoinvitations"
KEYS_EXAMPLE = "keys new"
_KEY = "a host key or the master key of the app; without it, the environment variable APP_KEY"


def add_doctor(parser: argparse.ArgumentParser) -> None:
    """Add the options of `doctor` to a parser."""
    _add_app(parser)
    parser.add_argument("--mail-to", metavar="ADDRESS", help="send a test e-mail there")
    parser.add_argument(
        "--settings",
        metavar="FILE",
        help="check these settings as well: what `az functionapp config appsettings list` prints, "
        "or a local.settings.json; for an app that does not start",
    )


def add_sending(parser: argparse.ArgumentParser) -> None:
    """Add the options of `sending` to a parser."""
    parser.add_argument(
        "what",
        choices=["pause", "resume", "status"],
        help="pause: no e-mail goes out within a minute, and nothing is lost",
    )
    _add_app(parser)
    parser.add_argument("--by", default="", metavar="NAME", help="who does it, for the record")
    parser.add_argument("--why", default="", metavar="TEXT", help="the reason, for the record")


def add_poison(parser: argparse.ArgumentParser) -> None:
    """Add the options of `poison` to a parser."""
    parser.add_argument(
        "what",
        choices=["list", "explain", "requeue"],
        help="list: one line each; explain: with reasons and what to do; requeue: try again",
    )
    parser.add_argument(
        "id",
        nargs="*",
        metavar="ID",
        help="of what `list` shows, or its beginning; `requeue` without one needs --all",
    )
    parser.add_argument("--all", action="store_true", help="requeue everything")
    parser.add_argument(
        "--connection",
        metavar="STRING",
        help="the storage account's connection string; else AzureWebJobsStorage of the environment",
    )
    parser.add_argument(
        "--account",
        metavar="NAME",
        help="the storage account, by the sign-in of the Azure CLI (az login); needs the roles "
        "Storage Table Data Contributor and Storage Queue Data Contributor",
    )
    parser.add_argument("--by", default="operator", metavar="NAME", help="for the history")
    parser.add_argument(
        "--show-addresses", action="store_true", help="print the guests' addresses as well"
    )


def add_keys(parser: argparse.ArgumentParser) -> None:
    """Add the options of `keys` to a parser."""
    parser.add_argument("what", choices=["new"], help="new: print a fresh key for SESSION_KEYS")


def _add_app(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--app", required=True, metavar="URL", help="the app's address, without /api"
    )
    parser.add_argument("--key", help=_KEY)
