"""Identifiers: of invitations, and of what is hashed before it becomes a key."""

import hashlib
import uuid

_FORM = 36


def invitation_id(text: str) -> str | None:
    """Return the id in its one canonical form, or None if `text` is no GUID.

    Only the hyphenated form is an id: `uuid.UUID` alone would take braces and URNs too.
    """
    if len(text) != _FORM:
        return None
    try:
        parsed = str(uuid.UUID(text))
    except ValueError:
        return None
    return parsed if parsed == text.lower() else None


def organisation_key(organisation: str) -> str:
    """Return the partition of an organisation; spelling in upper or lower case is one."""
    return _hash(" ".join(organisation.casefold().split()))


def idempotency_hash(key: str) -> str:
    """Return the row key part for an Idempotency-Key header."""
    return _hash(key)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]
