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
    session: str

    @classmethod
    def kept(cls, folder: Path) -> Self:
        """Return the keys that `folder` holds; make and store them when it holds none."""
        from cryptography.fernet import Fernet  # `up --help` and the port check do without

        path = folder / "secrets.json"
        if path.is_file():
            return cls(**json.loads(path.read_text()))
        keys = cls(
            master=secrets.token_urlsafe(32),
            host=secrets.token_urlsafe(32),
            invite_user=secrets.token_urlsafe(32),
            session=Fernet.generate_key().decode(),
        )
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
            },
        )


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(content, indent=2) + "\n")
