"""Queue messages as a function sees them (functions-host.md, Queues)."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from .newtonsoft import top_level_fields
from .protos import TypedData

_NEVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True)
class Message:
    """A message that was received: `text` is what the sender wrote, decoded."""

    id: str
    text: str
    dequeue_count: int = 1
    pop_receipt: str = ""
    inserted_on: datetime | None = None
    expires_on: datetime | None = None
    next_visible_on: datetime | None = None

    def metadata(self) -> dict[str, TypedData]:
        """Return the trigger metadata, overwritten by the message's own top-level JSON fields.

        Names are compared ignoring case, so `{"id": ...}` replaces `msg.id`.
        """
        data = {
            "QueueTrigger": TypedData(string=self.text),
            "DequeueCount": TypedData(json=json.dumps(self.dequeue_count)),
            "ExpirationTime": _time(self.expires_on or _NEVER),
            "Id": TypedData(string=self.id),
            "InsertionTime": _time(self.inserted_on or datetime.now(UTC)),
            "NextVisibleTime": _time(self.next_visible_on or _NEVER),
            "PopReceipt": TypedData(string=self.pop_receipt),
        }
        spelling = {name.lower(): name for name in data}
        for name, value in top_level_fields(self.text).items():
            data[spelling.setdefault(name.lower(), name)] = TypedData(string=value)
        return data


def decode(content: str, *, base64_encoded: bool) -> str:
    """Return the text of a message's content. Raises ValueError if it is not encoded as agreed."""
    if not base64_encoded:
        return content
    try:
        return base64.b64decode(content, validate=True).decode("utf-8")
    except ValueError as error:
        raise ValueError(f"not base64 of UTF-8: {error}") from error


def encode(message: str | bytes, *, base64_encoded: bool) -> str:
    """Return the content to store for a message."""
    if not base64_encoded:
        return message if isinstance(message, str) else message.decode("utf-8")
    data = message.encode("utf-8") if isinstance(message, str) else message
    return base64.b64encode(data).decode("ascii")


def _time(moment: datetime) -> TypedData:
    return TypedData(json=json.dumps(moment.astimezone(UTC).isoformat()))
