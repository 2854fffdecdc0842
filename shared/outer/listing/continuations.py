"""Where a list goes on: a text that only this app can make, for one list and its filters."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import asdict

from shared.domain.errors import MalformedRequest
from shared.domain.keys import organisation_key
from shared.usecases.listing import Filters

_BAD = 400
_SIGNATURE = 16
_POINTER = "/continuation"
_PURPOSE = b"continuation of a list"


class Continuations:
    """Seals keys of the list with the first of the keys of the settings, opens with any."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = [hashlib.sha256(_PURPOSE + secret.encode()).digest() for secret in secrets]

    def seal(self, key: str, organisation: str, filters: Filters) -> str:
        """Return the continuation from `key` on, for this list with these filters alone."""
        signature = _sign(self._secrets[0], key, organisation, filters)
        return base64.urlsafe_b64encode(signature + key.encode()).decode().rstrip("=")

    def open(self, text: str, organisation: str, filters: Filters) -> str:
        """Return the key, empty for no text; raise MalformedRequest for any other text."""
        if not text:
            return ""
        try:
            data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            signature, key = data[:_SIGNATURE], data[_SIGNATURE:].decode("ascii")
        except ValueError as error:
            raise _foreign() from error
        signatures = [_sign(secret, key, organisation, filters) for secret in self._secrets]
        if not any(hmac.compare_digest(signature, one) for one in signatures):
            raise _foreign()
        return key


def _sign(secret: bytes, key: str, organisation: str, filters: Filters) -> bytes:
    whose = organisation_key(organisation) if organisation else ""
    what = json.dumps([key, whose, asdict(filters)], default=str).encode()
    return hmac.digest(secret, what, "sha256")[:_SIGNATURE]


def _foreign() -> MalformedRequest:
    detail = "The continuation is not one of this list with these filters. Begin without it."
    return MalformedRequest(_BAD, detail, _POINTER)
