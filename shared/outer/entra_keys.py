"""The keys with which the inviting tenant signs tokens, as it publishes them (signin.md).

They change at any time. A token that names an unknown key makes the list be read anew, but not
more often than once a minute, whatever is sent here.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt
import requests

from shared.domain.errors import Unavailable

log = logging.getLogger(__name__)
KEPT = 3600.0  # seconds, then the list is read anew
STALE = 24 * 3600.0  # how long the kept list serves while Entra does not answer
PAUSE = 60.0  # between two readings
FAILED_PAUSE = 5.0  # after one that failed
_TIMEOUT = 5.0
_LARGEST = 256 * 1024  # bytes
_SERVICE = "the sign-in service"


@dataclass(frozen=True)
class KeySet:
    """The issuer that the tenant's tokens name, and its keys by `kid`, read at a time."""

    issuer: str
    keys: Mapping[str, jwt.PyJWK]
    read: float


class EntraKeys:
    """The keys of one tenant; `authority` is its address at Entra."""

    def __init__(
        self,
        authority: str,
        tenant_id: str,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        get: Callable[[str], dict[str, Any]] | None = None,
    ) -> None:
        self._metadata = f"{authority}/v2.0/.well-known/openid-configuration"
        self._tenant_id = tenant_id
        self._monotonic = monotonic
        self._get = get or _get
        self._lock = asyncio.Lock()
        self._set: KeySet | None = None
        self._next_try = float("-inf")

    async def find(self, kid: str) -> tuple[jwt.PyJWK | None, str]:
        """Return the key, or None where the tenant has no such key, and the issuer.

        Raises Unavailable where no list could be read.
        """
        if self._is_behind(kid):
            async with self._lock:
                # Whoever waited finds what the first one read.
                if self._is_behind(kid) and self._monotonic() >= self._next_try:
                    await self._read()
        known = self._set
        if known is None or self._monotonic() - known.read >= STALE:
            raise Unavailable(_SERVICE)
        return known.keys.get(kid), known.issuer

    def _is_behind(self, kid: str) -> bool:
        known = self._set
        return known is None or kid not in known.keys or self._monotonic() - known.read >= KEPT

    async def _read(self) -> None:
        self._next_try = self._monotonic() + PAUSE
        try:
            self._set = await asyncio.to_thread(self._fetch)
        except (requests.RequestException, KeyError, TypeError, ValueError) as error:
            # The kept list goes on serving; without one, nobody waits behind somebody's time-out.
            log.warning("The keys of the tenant cannot be read: %s", type(error).__name__)
            self._next_try = self._monotonic() + FAILED_PAUSE

    def _fetch(self) -> KeySet:
        metadata = self._get(self._metadata)
        issuer, address = str(metadata["issuer"]), str(metadata["jwks_uri"])
        if not (issuer.endswith(f"/{self._tenant_id}/v2.0") and address.startswith("https://")):
            raise ValueError("the metadata is not this tenant's")
        keys = self._get(address)["keys"]
        return KeySet(issuer, dict(filter(None, map(_key, keys))), self._monotonic())


def _key(member: dict[str, Any]) -> tuple[str, jwt.PyJWK] | None:
    """Return a key by its `kid`; None for one that signs no RS256 (RFC 7517, section 4)."""
    if member.get("kty") != "RSA" or member.get("use", "sig") != "sig" or "kid" not in member:
        return None
    return str(member["kid"]), jwt.PyJWK(member, "RS256")


def _get(address: str) -> dict[str, Any]:
    with requests.get(address, timeout=_TIMEOUT, stream=True, allow_redirects=False) as answer:
        answer.raise_for_status()
        content = answer.raw.read(_LARGEST + 1, decode_content=True)
    if answer.status_code != requests.codes.ok or len(content) > _LARGEST:
        raise ValueError("the answer is not what was asked for")
    found: dict[str, Any] = json.loads(content)
    return found
