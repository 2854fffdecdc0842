"""This app, asked in the same way: create an invitation, and accept it by coming from sign-in."""

import itertools
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import requests

from dev.bench.guest import Guest
from dev.bench.invitations import body, invite
from dev.bench.peers.peer import TIMEOUT
from dev.bench.surroundings import Surroundings
from dev.bench.volley import Shot
from dev.simulator import defaults

GRAPH_TAKES = 25  # invitations a second, with room to spare: 30 is the limit (facts.md section 6)


@dataclass
class Own:
    """Prepares requests to the app at `url`, which is the one that people sign in to."""

    url: str
    around: Surroundings
    name: str
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def creates(self, number: int) -> list[Shot]:
        """Return requests that wait for the guest in the directory (201)."""
        return [self._create({}, 201) for _ in range(number)]

    def async_creates(self, number: int) -> list[Shot]:
        """Return requests that leave the guest to the queue (202)."""
        return [self._create({"Prefer": "respond-async"}, 202) for _ in range(number)]

    def accepts(self, number: int) -> list[Shot]:
        """Invite guests and let each sign in; returns their ways back, which record it."""
        addresses = [self._address() for _ in range(number)]
        self._plant(addresses)
        return [self._accept(address) for address in addresses]

    def _create(self, prefer: dict[str, str], status: int) -> Shot:
        headers = {"Content-Type": "application/json", "x-functions-key": self._key} | prefer
        return Shot(
            f"{self.url}/api/InviteUser", status, headers, json.dumps(body(self._address()))
        )

    def _accept(self, address: str) -> Shot:
        time.sleep(1 / GRAPH_TAKES)
        link = invite(self.url, self._key, address)
        with Guest(self.url) as guest:
            back = guest.sent_on(guest.ask(link, 302).headers["Location"])
            callback = guest.sent_on(guest.ask(back, 302).headers["Location"])
            company = f"{self.url}/api/CreateCompany"
            headers = {"Cookie": guest.cookies}
            return Shot(callback, 302, headers, method="GET", leads=company)

    def _plant(self, addresses: list[str]) -> None:
        accounts = [
            {
                "address": address,
                "password": defaults.ENTRA_CUSTOMER_PASSWORD,
                "provider": "entra",
                "home_tenant": defaults.ENTRA_CUSTOMER_TENANT_ID,
            }
            for address in addresses
        ]
        simulator = f"http://localhost:{self.around.ports.simulator}"
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(
                f"{simulator}/control/seed", json={"accounts": accounts}, timeout=TIMEOUT
            )
        answer.raise_for_status()

    @property
    def _key(self) -> str:
        return self.around.keys.invite_user

    def _address(self) -> str:
        return f"{self.name}-{next(self.numbers)}@{defaults.ENTRA_CUSTOMER_DOMAIN}"
