"""The secrets of one local environment, made once and kept in its folder."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Keys:
    """What opens the app: the host's keys, and the keys that seal its cookies."""

    master: str
    host: str
    invite_user: str
    events: str
    session: str

    @classmethod
    def kept(cls, folder: Path) -> Self:
        """Return the keys that `folder` holds; make and store them when it holds none."""
        from cryptography.fernet import Fernet  # `up --help` and the port check do without

        path = folder / "secrets.json"
        kept = json.loads(path.read_text()) if path.is_file() else {}
        made = {name: secrets.token_urlsafe(32) for name in cls.__annotations__}
        keys = cls(**{**made, "session": Fernet.generate_key().decode(), **kept})
        if vars(keys) != kept:
            _write(path, vars(keys))
        return keys

    def write_host_file(self, path: Path) -> None:
        """Write the file that `python -m dev.host --keys` reads."""
        _write(
            path,
            {
                "master": self.master,
                "host": {"default": self.host},
                "functions": {"InviteUser": {"default": self.invite_user}},
                "system": {"eventgrid_extension": self.events},
            },
        )


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(content, indent=2) + "\n")
