"""The header Idempotency-Key, with which a request can be sent again at any time."""

import azure.functions as func

from shared.domain.errors import Fault, InvalidRequest

_LONGEST = 255


def idempotency_key(request: func.HttpRequest) -> str:
    """Return the key, empty if there is none; raise InvalidRequest for one that cannot be kept."""
    key: str = request.headers.get("idempotency-key", "").strip()
    if len(key) > _LONGEST or not (key.isascii() and key.isprintable()):
        wanted = f"must be at most {_LONGEST} visible ASCII characters"
        raise InvalidRequest(Fault("/headers/Idempotency-Key", wanted))
    return key
