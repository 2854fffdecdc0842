"""The pace of calls to a service as one row of the table `Pace`."""

import json
from typing import Any

from shared.domain.errors import LostRace
from shared.domain.pace import Pace, Place
from shared.outer.tables import AlreadyThere, Table, create, update, version_of

PARTITION = "email"
SENDS = "sends"
CHECKS = "checks"


class PaceTable:
    """The PaceStore of `shared/usecases/pacing.py`."""

    def __init__(self, table: Table, row: str) -> None:
        self._table = table
        self._row = row

    async def read(self) -> tuple[Pace, str]:
        """Return what is stored and its ETag; no row yet is a pace at which nothing was sent."""
        row = await self._table.get(PARTITION, self._row)
        return (_from_text(row["pace"]), version_of(row)) if row is not None else (Pace(), "")

    async def write(self, state: Pace, version: str) -> str:
        """Store the change and return its ETag; raise LostRace if another one was faster."""
        row = {"PartitionKey": PARTITION, "RowKey": self._row, "pace": _to_text(state)}
        operation = update(row, version) if version else create(row)
        try:
            [version] = await self._table.write([operation])
        except AlreadyThere as error:
            raise LostRace from error
        return version


def _to_text(state: Pace) -> str:
    """Return the pace as JSON, its times to the millisecond."""
    return json.dumps(
        {
            "sent": [[[_stored(at), count] for at, count in runs] for runs in state.sent],
            "line": [[place.key, _stored(place.due)] for place in state.line],
            "paused_until": _stored(state.paused_until),
            "bulk_told": _stored(state.bulk_told),
        },
        separators=(",", ":"),
    )


def _from_text(text: str) -> Pace:
    read: dict[str, Any] = json.loads(text)
    return Pace(
        sent=tuple(tuple((at, count) for at, count in runs) for runs in read["sent"]),
        line=tuple(Place(key, due) for key, due in read["line"]),
        paused_until=read["paused_until"],
        bulk_told=read["bulk_told"],
    )


def _stored(at: float) -> float:
    return round(at, 3)
