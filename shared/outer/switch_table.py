"""The operator's switch as a row of the table `Pace`, and what it was turned to before."""

from typing import Any

from shared.domain.errors import LostRace
from shared.domain.halt import Switch
from shared.outer.rows import to_time
from shared.outer.tables import AlreadyThere, Table, create, update, version_of

PARTITION = "switch"
NOW = "now"
HISTORY = "turned_"


class SwitchTable:
    """The SwitchStore of `shared/usecases/halting.py`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def read(self) -> tuple[Switch, str]:
        """Return the switch and its ETag."""
        row = await self._table.get(PARTITION, NOW)
        return (_from_row(row), version_of(row)) if row is not None else (Switch(), "")

    async def write(self, switch: Switch, version: str) -> None:
        """Store the switch, and who turned it in a row of its own, in one transaction."""
        row = {"PartitionKey": PARTITION, "RowKey": NOW, **_columns(switch)}
        note = {
            "PartitionKey": PARTITION,
            "RowKey": f"{HISTORY}{switch.at:%Y%m%dT%H%M%S%f}",
            **_columns(switch),
        }
        try:
            await self._table.write(
                [update(row, version) if version else create(row), create(note)]
            )
        except AlreadyThere as error:
            raise LostRace from error


def _columns(switch: Switch) -> dict[str, Any]:
    return {"paused": switch.paused, "by": switch.by, "at": switch.at, "why": switch.why}


def _from_row(row: Any) -> Switch:
    return Switch(row["paused"], row["by"], to_time(row["at"]), row["why"])
