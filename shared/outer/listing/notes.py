"""Notes of what changed since the tree was folded, beside its root in the organisation's partition.

A note is a row of its own that never changes: its key has the revision of the invitation, so no
late note can take the place of a newer one. Notes sort before the root: whoever reads both in one
query and finds a note gone finds the root that has it.
"""

import contextlib
import itertools
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.domain.errors import LostRace, Unavailable
from shared.domain.invitation import Invitation
from shared.domain.keys import organisation_key
from shared.outer.listing.blocks import COLUMNS, Root, packed, unpacked
from shared.outer.listing.lines import Line, gone_line, line_of
from shared.outer.tables import AlreadyThere, Table, create, delete, version_of
from shared.outer.transaction import MOST_IN_ONE

log = logging.getLogger(__name__)
ROOT = "root"
_NOTE = "note_"
_AFTER = "s"
# As long as it can take until the queue has noted a new invitation.
_REMEMBERED = timedelta(minutes=2)


@dataclass
class Branch:
    """An organisation's root, its version (empty without one), and its notes by their row keys."""

    partition: str
    root: Root = field(default_factory=Root)
    version: str = ""
    notes: dict[str, Line] = field(default_factory=dict)


@dataclass
class Notes:
    """The table of roots and notes.

    `made` are invitations that this process has just made: a create has no storage call left for
    the list, so the queue notes it a moment later. Until then only this process lists it.
    """

    table: Table
    clock: Callable[[], datetime]
    made: dict[str, tuple[datetime, Line]] = field(default_factory=dict)

    def remember(self, invitation: Invitation) -> None:
        """List a new invitation here until it is noted."""
        now = self.clock()
        # The oldest stand first.
        for id_, (since, _) in list(self.made.items()):
            if now - since < _REMEMBERED:
                break
            del self.made[id_]
        self.made[invitation.id] = (now, line_of(invitation))

    def just_made(self, organisation: str) -> list[Line]:
        """Return what this process made in the last minutes; all where `organisation` is empty."""
        key = organisation_key(organisation)
        oldest = self.clock() - _REMEMBERED
        return [
            line
            for since, line in self.made.values()
            if since >= oldest and (not organisation or organisation_key(line.organisation) == key)
        ]

    async def add(self, *invitations: Invitation) -> None:
        """Note changes, 100 of an organisation in one transaction; raise Unavailable."""
        by_key = itertools.groupby(sorted(invitations, key=_partition), _partition)
        for partition, ours in by_key:
            for some in itertools.batched(ours, MOST_IN_ONE, strict=False):
                await self._add(partition, [line_of(one) for one in some])

    async def tell(self, *invitations: Invitation) -> None:
        """Note changes if that is possible; the hourly comparison finds what is not noted."""
        try:
            await self.add(*invitations)
        except Unavailable as outage:
            log.warning("The list hears of a change later: %s", outage)

    async def add_gone(self, invitation: Invitation) -> None:
        """Note that an invitation was deleted."""
        await self._add(_partition(invitation), [gone_line(invitation)])

    async def _add(self, partition: str, lines: Iterable[Line]) -> None:
        rows = [
            {"PartitionKey": partition, "RowKey": f"{_NOTE}{line.id}_{line.revision:016d}"}
            | packed(line)
            for line in lines
        ]
        try:
            await self.table.write([create(row) for row in rows])
        except AlreadyThere:
            # One of them was noted before (a message that came again); the others were not.
            if len(rows) > 1:
                for row in rows:
                    with contextlib.suppress(AlreadyThere):
                        await self.table.write([create(row)])

    async def branch(self, organisation: str) -> Branch:
        """Return an organisation's branch in one query."""
        return await self.at(organisation_key(organisation))

    async def at(self, partition: str) -> Branch:
        """Return the branch of a partition in one query."""
        branch = Branch(partition)
        for row in await self.table.rows(partition, _NOTE, _AFTER):
            _put(branch, row)
        return branch

    async def branches(self) -> list[Branch]:
        """Return all branches in one query: organisations are few."""
        found: dict[str, Branch] = {}
        columns = ["PartitionKey", "RowKey", "Timestamp", *COLUMNS]
        condition = f"RowKey ge '{_NOTE}' and RowKey lt '{_AFTER}'"
        async with contextlib.aclosing(self.table.where(condition, columns)) as rows:
            async for row in rows:
                partition = row["PartitionKey"]
                _put(found.setdefault(partition, Branch(partition)), row)
        return list(found.values())

    async def clear(self, partition: str, keys: Iterable[str]) -> None:
        """Delete notes that stand in the tree; those that are gone already are fine."""
        for some in itertools.batched(keys, MOST_IN_ONE, strict=False):
            with contextlib.suppress(LostRace):
                await self.table.write([delete(partition, key) for key in some])


def _put(branch: Branch, row: Any) -> None:
    if row["RowKey"] == ROOT:
        branch.root, branch.version = unpacked(row, Root), version_of(row)
    elif row["RowKey"].startswith(_NOTE):
        branch.notes[row["RowKey"]] = unpacked(row, Line)


def _partition(invitation: Invitation) -> str:
    return organisation_key(invitation.organisation)
