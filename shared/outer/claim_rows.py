"""The rows by which an invitation holds its address in the table `InvitationIndex`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.addresses import address_hash
from shared.domain.invitation import Invitation
from shared.domain.keys import idempotency_hash, organisation_key

KEY = "key_"


@dataclass(frozen=True)
class ClaimRows:
    """What a create writes to the index in one transaction."""

    partition: str
    email: dict[str, Any]
    key: dict[str, Any] | None

    def all(self) -> list[dict[str, Any]]:
        """Return every row that is to be written."""
        return [self.email] + ([self.key] if self.key is not None else [])

    def same_request(self, holder: Any) -> bool:
        """Return whether `holder` was written by the same request, sent again after a crash."""
        same_body = bool(holder["fingerprint"] == self.email["fingerprint"])
        return same_body and bool(holder["key"] == self.email["key"])


def claim_rows(draft: Invitation, fingerprint: str, idempotency_key: str) -> ClaimRows:
    """Return the rows of a draft; the keys hold hashes and ids, no input as it came."""
    partition = organisation_key(draft.organisation)
    key = idempotency_hash(idempotency_key) if idempotency_key else ""
    common = {"PartitionKey": partition, "id": draft.id, "fingerprint": fingerprint}
    return ClaimRows(
        partition,
        email=common
        | {
            "RowKey": f"email_{address_hash(draft.guest.email)}",
            "created": draft.created,
            "key": key,
            "renewing": "",
        },
        key=common | {"RowKey": f"{KEY}{key}", "created": draft.created} if key else None,
    )


def renewed_row(invitation: Invitation, address: str, now: datetime) -> dict[str, Any]:
    """Return the row by which a stored invitation holds an address until it is open again.

    `renewing` is the version of the invitation that is about to be changed: once the invitation
    has another one, its state alone says whether it holds the address.
    """
    return {
        "PartitionKey": organisation_key(invitation.organisation),
        "RowKey": f"email_{address_hash(address)}",
        "id": invitation.id,
        "fingerprint": "",
        "key": "",
        "created": now,
        "renewing": invitation.version,
    }
