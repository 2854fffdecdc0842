"""How the e-mails of an invitation stand beside it in the table `Invitations`.

The row key is the e-mail's own id with a prefix, and not the invitation's: a delivery report
knows no other.
"""

from typing import Any

from shared.domain.invitation import EmailFate, Person
from shared.domain.letter import Kind, Letter
from shared.outer.rows import Row, partition, to_time
from shared.outer.tables import create, update
from shared.outer.transaction import Operation


def place(letter_id: str) -> tuple[str, str]:
    """Return partition and row key of an e-mail."""
    return partition(letter_id), f"mail_{letter_id}"


def operation(letter: Letter) -> Operation:
    """Return what adds the letter, or changes it if nobody did since it was read."""
    row = _to_row(letter)
    return update(row, letter.version) if letter.version else create(row)


def _to_row(letter: Letter) -> dict[str, Any]:
    partition_key, row_key = place(letter.id)
    return {
        "PartitionKey": partition_key,
        "RowKey": row_key,
        "id": letter.id,
        "kind": letter.kind.value,
        "invitation_id": letter.invitation_id,
        "to_name": letter.to.name,
        "to_email": letter.to.email,
        "language": letter.language,
        "created": letter.created,
        "fate": letter.fate.value,
        "fate_at": letter.fate_at,
        "reason": letter.reason,
        "ticket": letter.ticket,
    }


def from_row(row: Row, version: str) -> Letter:
    """Return the letter of an entity, with the ETag as its version."""
    return Letter(
        id=row["id"],
        kind=Kind(row["kind"]),
        invitation_id=row["invitation_id"],
        to=Person(row["to_name"], row["to_email"]),
        language=row["language"],
        created=to_time(row["created"]),
        fate=EmailFate(row["fate"]),
        fate_at=to_time(row["fate_at"]),
        reason=row["reason"],
        ticket=row["ticket"],
        version=version,
    )
