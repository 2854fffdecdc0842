"""Base64url without padding, as all of OAuth writes it (RFC 7515 section 2)."""

import base64


def base64url(raw: bytes) -> str:
    """Return `raw` as base64url text without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
