"""Addresses whose owners do not want invitations, and how an owner proves an address (E8)."""

import dataclasses
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

CODE_LIFE = timedelta(minutes=10)
TRIES = 5
HOUR = timedelta(hours=1)
CODES_PER_ADDRESS = 3  # in an hour
CODES_PER_CLIENT = 20  # in an hour; many people may share one address of the network


@dataclass(frozen=True)
class Block:
    """One block of an address; an empty `organisation` stands for all of them."""

    organisation: str
    since: datetime


@dataclass(frozen=True)
class Proof:
    """The code that was sent to an address last, as a keyed hash, and how often it was tried."""

    code_hash: str = ""
    expires: datetime | None = None
    tries: int = 0

    def open(self, now: datetime) -> bool:
        """Return whether there is a code that can still be tried."""
        return bool(self.code_hash and self.expires and now < self.expires and self.tries < TRIES)

    def tried(self) -> "Proof":
        """Return the proof after one more try."""
        return dataclasses.replace(self, tries=self.tries + 1)


def recent(times: Sequence[datetime], now: datetime) -> tuple[datetime, ...]:
    """Return those of the times that count: of the last hour."""
    return tuple(time for time in times if now - time < HOUR)


def hash_code(code: str, address_hash: str, key: str) -> str:
    """Return what is kept of a code: eight digits alone would be guessed from a plain hash."""
    return hmac.new(key.encode(), f"{address_hash} {code}".encode(), hashlib.sha256).hexdigest()
