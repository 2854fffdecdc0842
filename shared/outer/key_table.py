"""Since when this app knows each of SESSION_KEYS, as rows of the table `Pace`.

A Fernet key holds no time. So the app notes the day on which it first saw one, by a hash: the key
has 256 random bits, and nobody finds it by trying.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from shared.outer.rows import to_time
from shared.outer.tables import AlreadyThere, Table, create

PARTITION = "session-key"
_LENGTH = 32


class KeyTable:
    """First sightings of keys. All raise Unavailable."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def since(self, keys: Sequence[str], now: datetime) -> dict[str, datetime]:
        """Return for each key since when it is known; one that is new is known from now on."""
        return {key: await self._since(key, now) for key in dict.fromkeys(keys)}

    async def _since(self, key: str, now: datetime) -> datetime:
        name = hashlib.sha256(f"symuserinvitation:key:{key}".encode()).hexdigest()[:_LENGTH]
        row = await self._table.get(PARTITION, name)
        if row is not None:
            return to_time(row["seen"])
        try:
            made = {"PartitionKey": PARTITION, "RowKey": name, "seen": now}
            await self._table.write([create(made)])
        except AlreadyThere:
            return await self._since(key, now)
        return now
