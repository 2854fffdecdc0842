"""The list of invitations on table storage: pages, counts, and its upkeep."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

from shared.domain.errors import LostRace, Unavailable
from shared.domain.invitation import Invitation
from shared.outer.listing.blocks import Blocks, MissingBlock, Root, packed
from shared.outer.listing.continuations import Continuations
from shared.outer.listing.counting import counted
from shared.outer.listing.folding import Folding
from shared.outer.listing.lines import DAY, Line, Wanted, listed, microseconds
from shared.outer.listing.notes import ROOT, Branch, Notes
from shared.outer.listing.walking import Walk
from shared.outer.listing.zones import all_states
from shared.outer.tables import AlreadyThere, Table, create, delete, replace
from shared.outer.transaction import Operation
from shared.usecases.listing import Filters, Page

log = logging.getLogger(__name__)
# With more notes than this, whoever reads them folds them.
MANY_NOTES = 200
# The root and as many notes go in one transaction, which has 100 rows.
_WITH_ROOT = 99
_TRIES = 5


class ListTable:
    """The ListStore of `shared/usecases/listing.py`, and what keeps it right."""

    def __init__(
        self,
        notes: Table,
        blocks: Table,
        continuations: Continuations,
        clock: Callable[[], datetime],
    ) -> None:
        self.notes = Notes(notes, clock)
        self._blocks = Blocks(blocks)
        self._continuations = continuations
        self._clock = clock

    async def page(
        self,
        organisation: str,
        filters: Filters,
        *,
        continuation: str,
        size: int,
        counting: bool = False,
    ) -> Page:
        """Return the next lines in one query and a few point reads, however many there are.

        Counting adds point reads of the blocks where something is going on, no query.
        """
        start = self._continuations.open(continuation, organisation, filters)
        wanted = Wanted(filters, self._clock())

        async def read(branches: Sequence[Branch]) -> Page:
            entries = [part for branch in branches for part in branch.root.parts]
            fresh = self._fresh(organisation, branches)
            lines, key = await Walk(self._blocks, wanted, start).lines(entries, fresh, size)
            counts = await counted(self._blocks, entries, fresh, wanted.now) if counting else None
            return Page(
                tuple(listed(line, wanted.now) for line in lines),
                self._continuations.seal(key, organisation, filters) if key else "",
                all_states(counts) if counts is not None else None,
            )

        return await self._read(organisation, read)

    def _fresh(self, organisation: str, branches: Iterable[Branch]) -> list[Line]:
        noted = [line for branch in branches for line in branch.notes.values()]
        return noted + self.notes.just_made(organisation)

    async def _read(
        self, organisation: str, reading: Callable[[Sequence[Branch]], Awaitable[Page]]
    ) -> Page:
        """Read once more where a block was cleared away since its root was read."""
        for _ in range(_TRIES):
            branches = await self._branches(organisation)
            try:
                return await reading(branches)
            except MissingBlock:
                continue
        raise Unavailable("storage", 1)

    async def _branches(self, organisation: str) -> list[Branch]:
        found = await self._found(organisation)
        many = [branch for branch in found if len(branch.notes) > MANY_NOTES]
        if not many:
            return found
        for branch in many:
            await self._fold_one(branch)
        return await self._found(organisation)

    async def _found(self, organisation: str) -> list[Branch]:
        if not organisation:
            return await self.notes.branches()
        return [await self.notes.branch(organisation)]

    async def note(self, *invitations: Invitation) -> None:
        """Add a row for each; one call for a hundred of an organisation."""
        await self.notes.add(*invitations)

    async def forget(self, invitation: Invitation) -> None:
        """Let the list know that an invitation was deleted; its line is gone for good."""
        await self.notes.add_gone(invitation)

    async def fold(self) -> None:
        """Fold every organisation that has notes; what somebody else folds at once is left."""
        for branch in await self.notes.branches():
            if branch.notes:
                await self._fold_one(branch)

    async def merge(self, partition: str, lines: Sequence[Line]) -> None:
        """Put lines into the tree where it has none or an older one of the same invitation."""
        for _ in range(_TRIES):
            if await self._fold_one(await self.notes.at(partition), lines):
                return
        raise Unavailable("storage", 1)

    async def sweep(self, before: datetime) -> None:
        """Delete the blocks from before that no root leads to: a folding was cut off."""
        old = await self._blocks.names(before)
        for branch in await self.notes.branches():
            old -= set(branch.root.left)
            for part in branch.root.parts:
                try:
                    below = await self._blocks.entries(part)
                except MissingBlock:
                    return  # it was folded anew meanwhile: the next sweep will do
                old -= {part.block, *(entry.block for entry in below)}
        await self._blocks.clear(old)

    async def _fold_one(self, branch: Branch, more: Sequence[Line] = ()) -> bool:
        """Return whether it was done: another root may have been faster."""
        folding = Folding(self._blocks, microseconds(self._clock()) // DAY)
        try:
            parts = await folding.fold(branch.root, [*branch.notes.values(), *more])
        except MissingBlock:
            return False
        noted = list(branch.notes)
        if parts == branch.root.parts:
            await self.notes.clear(branch.partition, noted)
            return True
        new = Root(parts, folding.needless)
        await self._blocks.write(folding.made)
        try:
            await self._turn(branch, new, noted[:_WITH_ROOT])
        except (AlreadyThere, LostRace):
            # Its blocks stay for the sweep: the transaction may have been carried out and only its
            # answer lost, so that its repetition fails.
            return False
        await self.notes.clear(branch.partition, noted[_WITH_ROOT:])
        # Nobody has read by the root that led to them for as long as a folding ago.
        await self._blocks.clear(branch.root.left)
        return True

    async def _turn(self, branch: Branch, root: Root, noted: Sequence[str]) -> None:
        """Turn the root to the new blocks, and take the notes away that they have."""
        row = {"PartitionKey": branch.partition, "RowKey": ROOT} | packed(root)
        operations: list[Operation] = [
            replace(row, branch.version) if branch.version else create(row)
        ]
        operations += [delete(branch.partition, key) for key in noted]
        await self.notes.table.write(operations)
