"""Webhooks after Standard Webhooks 1.0.0 (spec/standard-webhooks.md): signatures, back-off."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import timedelta

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64  # bytes of a secret
# The waits between tries, about a day together.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=8),
    timedelta(hours=8),
)
_JITTER = 0.2  # of a wait, so that those who failed together do not come back together
LONGEST_ASKED = timedelta(hours=8)


def secret(text: str) -> bytes:
    """Return the key of a secret `whsec_...`; raise ValueError for what is none."""
    if not text.startswith(PREFIX):
        raise ValueError("no whsec_")
    try:
        key = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if not SHORTEST <= len(key) <= LONGEST:
        raise ValueError("too short or too long")
    return key


def signature(keys: Sequence[bytes], id_: str, timestamp: int, body: bytes) -> str:
    """Return the header webhook-signature: one for each key, so that keys can be changed."""
    signed = f"{id_}.{timestamp}.".encode() + body
    made = [hmac.new(key, signed, hashlib.sha256).digest() for key in keys]
    return " ".join(f"v1,{base64.b64encode(one).decode()}" for one in made)


def wait(attempt: int, retry_after: int | None, chance: float) -> timedelta | None:
    """Return how long to wait after the `attempt`-th try (from 0), or None after the last one.

    `chance` is a random number from 0 to 1; a receiver that names a later time gets it.
    """
    if attempt >= len(WAITS):
        return None
    own = WAITS[attempt] * (1 + _JITTER * chance)
    asked = min(timedelta(seconds=retry_after or 0), LONGEST_ASKED)
    return max(own, asked)
