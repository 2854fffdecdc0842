"""django-invitations under gunicorn: JSON invites, and the form that accepts one."""

import itertools
import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string, policy
from pathlib import Path

import requests

from dev.bench.errors import NotMeasured
from dev.bench.peers.installing import DJANGO, Installed
from dev.bench.peers.peer import INVITER, PASSWORD, Peer, Place, fire, place, serving
from dev.bench.volley import Shot

NAME = "django-invitations"
# As many as gunicorn's makers advise.
WORKERS = 2 * (os.cpu_count() or 1) + 1
# Django compares the cookie's with the header's, and any 32 characters do.
_TOKEN = "a" * 32
_KEY = re.compile(r"/invitations/accept-invite/(\w+)")
_BETWEEN = re.compile(r"^-{79}$", re.MULTILINE)


@contextmanager
def running(installed: Installed, folder: Path, *, counting: bool = False) -> Iterator[Peer]:
    """Serve it until the block ends; raises NotMeasured or ChildError."""
    at = place(folder, counting=counting)
    done = subprocess.run(
        [str(installed.python), "prepare.py"],
        cwd=DJANGO,
        env=dict(at.env),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotMeasured(f"Django could not make its tables:\n{done.stderr}")
    command = [str(installed.python), "-m", "gunicorn", "--bind", f"127.0.0.1:{at.port}"]
    # Each worker reads once what it keeps: with one of them, the second request is as all others.
    workers = 1 if counting else WORKERS
    command += ["--workers", str(workers), "--no-control-socket", "wsgi:application"]
    with serving("gunicorn", command, at, DJANGO) as pid, requests.Session() as session:
        session.trust_env = False
        site = _Site(at, session)
        site.sign_in()
        yield Peer(NAME, {NAME: pid}, site.creates, site.accepts)


@dataclass
class _Site:
    at: Place
    session: requests.Session
    numbers: Iterator[int] = field(default_factory=itertools.count)
    cookies: str = f"csrftoken={_TOKEN}"

    def sign_in(self) -> None:
        """Sign the inviter in, as the project's own form does."""
        headers = self._headers() | {"Content-Type": "application/x-www-form-urlencoded"}
        form = f"username={INVITER}&password={PASSWORD}"
        answer = fire(self.session, Shot(f"{self.at.url}/accounts/login/", 302, headers, form))
        self.session.cookies.clear()
        self.cookies += f"; sessionid={answer.cookies['sessionid']}"

    def creates(self, number: int) -> list[Shot]:
        return [self._invite([self._address()]) for _ in range(number)]

    def accepts(self, number: int) -> list[Shot]:
        """Invite, then read each guest's link in the e-mail to them."""
        addresses = [self._address() for _ in range(number)]
        fire(self.session, self._invite(addresses))
        keys = links(self.at.folder / "mails")
        # A guest is nobody yet: their browser has the cookie of the form, and no session.
        headers = {"Cookie": f"csrftoken={_TOKEN}", "X-CSRFToken": _TOKEN}
        path = f"{self.at.url}/invitations/accept-invite"
        return [
            Shot(f"{path}/{keys[address]}", 302, headers, leads="/signup/") for address in addresses
        ]

    def _invite(self, addresses: list[str]) -> Shot:
        url = f"{self.at.url}/invitations/send-json-invite/"
        headers = self._headers() | {"Content-Type": "application/json"}
        return Shot(url, 201, headers, json.dumps(addresses))

    def _headers(self) -> dict[str, str]:
        return {"Cookie": self.cookies, "X-CSRFToken": _TOKEN}

    def _address(self) -> str:
        return f"guest-{next(self.numbers)}@example.com"


def links(mails: Path) -> dict[str, str]:
    """Return the key in the link of each e-mail that Django left in a folder, by its address."""
    found = {}
    for file in mails.iterdir():
        for text in _BETWEEN.split(file.read_text(encoding="utf-8")):
            mail = message_from_string(text.strip(), policy=policy.default)
            if key := _KEY.search(mail.get_content()):
                found[mail["To"]] = key[1]
    return found
