"""The folder of a back-up: `backup.json`, and the rows of each table in files of some thousands.

A file of rows is whole or not there, and `backup.json` names only files that are whole: so a copy
that was cut off goes on where it was.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from dev.backup.entities import from_line, to_line
from dev.backup.errors import BackupError

FORMAT = 1
_NAME = "backup.json"
_PRIVATE = 0o600


@dataclass(frozen=True)
class Segment:
    """One file of rows: its name, how many it holds, and its SHA-256."""

    file: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Copied:
    """How far a table is copied. `place` is where to go on, `whole` that nothing is left."""

    segments: tuple[Segment, ...] = ()
    place: Mapping[str, str] | None = None
    whole: bool = False

    @property
    def rows(self) -> int:
        """Return how many rows are in the files."""
        return sum(segment.rows for segment in self.segments)


@dataclass(frozen=True)
class Manifest:
    """What `backup.json` says."""

    account: str
    started: str
    finished: str = ""
    tables: Mapping[str, Copied] = field(default_factory=dict)

    def having(self, table: str, copied: Copied) -> "Manifest":
        """Return it with one table changed."""
        return replace(self, tables={**self.tables, table: copied})


class Folder:
    """Reads and writes one back-up. What it holds is personal data: only its owner may read it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def manifest(self) -> Manifest | None:
        """Return what the folder says of itself, or None for a new one. Raises BackupError."""
        try:
            read = json.loads((self.path / _NAME).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise BackupError(f"{self.path / _NAME} is damaged: {error}") from error
        if read.get("format") != FORMAT:
            raise BackupError(
                f"{self.path} has the format {read.get('format')}; this version reads {FORMAT}."
            )
        tables = {name: _copied(table) for name, table in read["tables"].items()}
        return Manifest(read["account"], read["started"], read["finished"], tables)

    def keep(self, manifest: Manifest) -> None:
        """Write `backup.json`, all or nothing."""
        text = json.dumps({"format": FORMAT, **asdict(manifest)}, indent=2)
        self._write(_NAME, text.encode())

    def add(self, table: str, number: int, entities: Iterable[Mapping[str, Any]]) -> Segment:
        """Write a file of rows and return what to say of it."""
        lines = [to_line(entity) for entity in entities]
        # No time in the header: the same rows give the same bytes.
        packed = gzip.compress(b"".join(lines), compresslevel=6, mtime=0)
        name = f"{table}-{number:05d}.ndjson.gz"
        self._write(name, packed)
        return Segment(name, len(lines), hashlib.sha256(packed).hexdigest())

    def rows(self, segment: Segment) -> Iterator[dict[str, Any]]:
        """Yield the rows of a file. Raises BackupError for one that is not as it was written."""
        try:
            packed = (self.path / segment.file).read_bytes()
        except OSError as error:
            raise BackupError(f"{segment.file} cannot be read: {error}") from error
        if hashlib.sha256(packed).hexdigest() != segment.sha256:
            raise BackupError(f"{segment.file} is not as it was written: its checksum differs.")
        lines = gzip.decompress(packed).splitlines()
        if len(lines) != segment.rows:
            raise BackupError(f"{segment.file} holds {len(lines)} rows, not {segment.rows}.")
        yield from map(from_line, lines)

    def _write(self, name: str, content: bytes) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self.path / f"{name}.new"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE), "wb") as to:
            to.write(content)
            to.flush()
            os.fsync(to.fileno())
        fresh.replace(self.path / name)


def _copied(table: dict[str, Any]) -> Copied:
    segments = tuple(Segment(**segment) for segment in table["segments"])
    return Copied(segments, table["place"], table["whole"])
