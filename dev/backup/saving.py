"""Copies the tables of an account into a folder."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from azure.core.exceptions import ResourceNotFoundError
from azure.data.tables import TableClient, TableServiceClient

from dev.backup.errors import BackupError
from dev.backup.folder import Copied, Folder, Manifest
from dev.backup.tables import KEPT

# Storage gives at most 1,000 rows a page.
PAGES = 5
Tell = Callable[[str], None]


def save(
    service: TableServiceClient, folder: Folder, clock: Callable[[], datetime], tell: Tell
) -> Manifest:
    """Copy what is not copied yet and return the whole manifest.

    Raises BackupError for a folder that is finished, or that belongs to another account.
    """
    account = str(service.account_name)
    manifest = folder.manifest() or Manifest(account, clock().isoformat())
    if manifest.account != account:
        raise BackupError(
            f"{folder.path} is a back-up of {manifest.account}, not of {account}. "
            "Choose another folder."
        )
    if manifest.finished:
        raise BackupError(f"{folder.path} is finished already. Choose another folder.")
    for table in KEPT:
        manifest = _save_table(service.get_table_client(table), manifest, folder, tell)
    manifest = replace(manifest, finished=clock().isoformat())
    folder.keep(manifest)
    return manifest


def _save_table(table: TableClient, manifest: Manifest, folder: Folder, tell: Tell) -> Manifest:
    name = table.table_name
    copied = manifest.tables.get(name, Copied())
    while not copied.whole:
        rows, place = _some(table, copied.place)
        if rows:
            segment = folder.add(name, len(copied.segments) + 1, rows)
            copied = replace(copied, segments=(*copied.segments, segment))
        copied = replace(copied, place=place, whole=place is None)
        manifest = manifest.having(name, copied)
        folder.keep(manifest)
        tell(f"{name}: {copied.rows:,} rows")
    return manifest


def _some(table: TableClient, place: Any) -> tuple[list[Any], dict[str, str] | None]:
    """Return the rows of the next pages, and where to go on; None at the end."""
    pages = table.list_entities().by_page(continuation_token=cast("Any", place))
    rows: list[Any] = []
    for page in _pages(pages):
        rows += page
    token = cast("dict[str, str] | None", getattr(pages, "continuation_token", None))
    return rows, token


def _pages(pages: Iterator[Any]) -> Iterator[list[Any]]:
    for _ in range(PAGES):
        try:
            yield list(next(pages))
        except (StopIteration, ResourceNotFoundError):
            # A table that nothing was written to yet is not there.
            return
