"""better-auth's organization plugin behind node:http: invite a member, accept an invitation."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from dev.bench.peers.installing import Installed
from dev.bench.peers.peer import INVITER, PASSWORD, Peer, Place, fire, place, serving
from dev.bench.volley import Shot

NAME = "better-auth"
# It takes 100 open invitations and 100 members for each organization, and reads all of them.
_SHARE = 50


@contextmanager
def running(installed: Installed, folder: Path, *, counting: bool = False) -> Iterator[Peer]:
    """Serve it until the block ends; raises NotMeasured or ChildError."""
    at = place(folder, counting=counting)
    command = [str(installed.node.path), "server.mjs"]
    at = Place(at.folder, at.port, {**at.env, "NODE_ENV": "production"})
    with (
        serving("better-auth", command, at, installed.better_auth) as pid,
        requests.Session() as session,
    ):
        session.trust_env = False
        site = _Site(at, session)
        site.inviter = site.signed_up(INVITER)
        yield Peer(NAME, {NAME: pid}, site.creates, site.accepts)


@dataclass
class _Site:
    at: Place
    session: requests.Session
    inviter: str = ""
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def signed_up(self, address: str) -> str:
        """Return the cookies of somebody with a new account."""
        body = {"email": address, "password": PASSWORD, "name": "Anna Keller"}
        answer = fire(self.session, self._shot("sign-up/email", "", body))
        found = "; ".join(f"{name}={value}" for name, value in answer.cookies.items())
        self.session.cookies.clear()
        return found

    def creates(self, number: int) -> list[Shot]:
        return self._invites([self._address() for _ in range(number)])

    def accepts(self, number: int) -> list[Shot]:
        """Make guests with an account each, and invite them."""
        addresses = [self._address() for _ in range(number)]
        ids = [fire(self.session, shot).json()["id"] for shot in self._invites(addresses)]
        return [
            self._shot(
                "organization/accept-invitation", self.signed_up(address), {"invitationId": id_}
            )
            for address, id_ in zip(addresses, ids, strict=True)
        ]

    def _invites(self, addresses: list[str]) -> list[Shot]:
        return [
            self._shot(
                "organization/invite-member",
                self.inviter,
                {"email": address, "role": "member", "organizationId": organization},
            )
            for some in itertools.batched(addresses, _SHARE, strict=False)
            for organization in [self._organization()]
            for address in some
        ]

    def _organization(self) -> str:
        name = f"company-{next(self.numbers)}"
        body = {"name": name, "slug": name}
        made = fire(self.session, self._shot("organization/create", self.inviter, body))
        id_: str = made.json()["id"]
        self.session.cookies.clear()
        return id_

    def _shot(self, path: str, cookies: str, body: dict[str, str]) -> Shot:
        # It answers no browser that says no origin.
        headers = {"Content-Type": "application/json", "Origin": self.at.url}
        if cookies:
            headers["Cookie"] = cookies
        return Shot(f"{self.at.url}/api/auth/{path}", 200, headers, json.dumps(body))

    def _address(self) -> str:
        return f"guest-{next(self.numbers)}@example.com"
