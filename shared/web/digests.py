"""What templates and catalogues this app has, in a few characters: a deployment can be compared."""

import hashlib
from functools import cache
from pathlib import Path

from shared.web import catalogues, rendering

_LENGTH = 16


@cache
def templates() -> str:
    """Return the digest of the templates."""
    return digest(rendering.FOLDER, "*")


@cache
def translations() -> str:
    """Return the digest of the catalogues."""
    return digest(catalogues.FOLDER, "*.po")


def digest(folder: Path, pattern: str) -> str:
    """Return a digest of the folder's files: of their names and what they hold."""
    whole = hashlib.sha256()
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob(pattern)}
    for name in sorted(files):
        if files[name].is_file():
            content = hashlib.sha256(files[name].read_bytes()).hexdigest()
            whole.update(f"{name}\n{content}\n".encode())
    return whole.hexdigest()[:_LENGTH]
