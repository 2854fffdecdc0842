"""Reads a folder again and compares it with what it says of itself."""

from collections.abc import Callable

from dev.backup.errors import BackupError
from dev.backup.folder import Folder, Manifest
from dev.backup.tables import KEPT


def check(folder: Folder, tell: Callable[[str], None]) -> Manifest:
    """Return the manifest where every file holds what it says. Raises BackupError."""
    manifest = whole_manifest(folder)
    for name, copied in manifest.tables.items():
        for segment in copied.segments:
            for _ in folder.rows(segment):
                pass
        tell(f"{name}: {copied.rows:,} rows")
    return manifest


def whole_manifest(folder: Folder) -> Manifest:
    """Return the manifest of a finished back-up. Raises BackupError."""
    manifest = folder.manifest()
    if manifest is None:
        raise BackupError(f"{folder.path} holds no back-up.")
    if not manifest.finished:
        raise BackupError(
            f"{folder.path} is not finished; `backup save` with the same folder goes on with it."
        )
    missing = [name for name in KEPT if name not in manifest.tables]
    if missing:
        raise BackupError(f"{folder.path} lacks the table {missing[0]}.")
    return manifest
