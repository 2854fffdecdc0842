"""The command `python3 -m dev backup`."""

import argparse
import sys
from datetime import UTC, datetime

from azure.core.exceptions import AzureError

from dev.backup import options
from dev.backup.account import open_account
from dev.backup.checking import check
from dev.backup.errors import BackupError
from dev.backup.folder import Folder
from dev.backup.requeueing import requeue
from dev.backup.restoring import restore
from dev.backup.saving import save


def main(arguments: list[str]) -> int:
    """Do what is asked and say what was done; return 1 where it cannot be done."""
    parser = argparse.ArgumentParser(prog="python3 -m dev backup", description=__doc__)
    options.add(parser)
    asked = parser.parse_args(arguments)
    try:
        print(_do(asked))
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    except AzureError as error:
        print(f"Storage does not go along: {error}", file=sys.stderr)
        print("The same command goes on from here.", file=sys.stderr)
        return 1
    return 0


def _do(asked: argparse.Namespace) -> str:
    folder = Folder(asked.folder)
    if asked.what == "check":
        manifest = check(folder, print)
        return f"{asked.folder} of {manifest.finished} is whole."
    account = open_account(asked.account)
    if asked.what == "save":
        manifest = save(account.tables, folder, _now, print)
        rows = sum(copied.rows for copied in manifest.tables.values())
        return f"{rows:,} rows are in {asked.folder}. It holds personal data: keep it like the app."
    if asked.what == "restore":
        rows = sum(restore(account.tables, folder, print).values())
        return (
            f"{rows:,} rows are restored and counted. Now repeat the erasures since the back-up, "
            "start the app, and run `backup requeue`: docs/backup.md says how."
        )
    put = requeue(account.tables, account.queues, _now)
    return ", ".join(f"{name}: {count:,}" for name, count in put.items()) or "Nothing waits."


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
