"""Announce the e-mails that a change of an invitation causes (design.md, Storage)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.erasing import is_pseudonym
from shared.domain.invitation import Invitation
from shared.domain.letter import TO_INVITER, Kind, Letter, letter_to
from shared.usecases.ports import Task, TaskQueue


@dataclass(frozen=True)
class Desk:
    """Where e-mails are announced; of those to inviters, only the `notices` that are wanted."""

    queue: TaskQueue
    notices: frozenset[Kind]
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    async def announce(self, invitation: Invitation, *kinds: Kind) -> tuple[Letter, ...]:
        """Enqueue, and return the letters to store with the change that causes them.

        The message waits for its row, and gives up once no row can come any more: a crash in
        between, or a lost race, leaves nothing behind.
        """
        notices = frozenset() if is_pseudonym(invitation.inviter.email) else self.notices
        wanted = [kind for kind in kinds if kind in notices or kind not in TO_INVITER]
        return tuple([await self._one(invitation, kind) for kind in wanted])

    async def _one(self, invitation: Invitation, kind: Kind) -> Letter:
        now = self.clock()
        letter = letter_to(kind, invitation, self.new_id(), now)
        await self.queue.send(Task(invitation.id, self.new_id(), now, letter=letter.id))
        return letter
