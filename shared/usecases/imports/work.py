"""Accept a confirmed import lot by lot: claim, enqueue, store (design.md, Storage).

A lot's ids were drawn with the preview. Whoever takes up a lot after a crash claims for the same
ids, asks for their e-mails once more, which costs nothing but a message, and finds stored what is
stored. A lot is done when its outcome is written, and not before.
"""

import asyncio
import dataclasses
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.addresses import address_hash
from shared.domain.errors import LostRace, Unavailable
from shared.domain.invitation import Event, Invitation
from shared.usecases.create_invitation import CREATE_WINDOW, draft_of, fingerprint_of
from shared.usecases.imports.model import Fate, Import, Row, Stage
from shared.usecases.imports.ports import (
    Draft,
    ImportQueue,
    ImportStore,
    ImportTask,
    ManyInvitations,
    SenderQueue,
)
from shared.usecases.put_off import delay

# A function may run for five minutes (host.json); what is left over goes on in another message.
BUDGET = timedelta(seconds=100)
AT_ONCE = 4  # lots
_MOST_DELAY = timedelta(minutes=2)
_FIRST_GUESS = timedelta(seconds=0.5)  # for a lot


@dataclass
class _Run:
    """One message's share of an import."""

    import_: Import
    blocked: Collection[str]
    started: datetime
    left: int
    done: int = 0

    def until_done(self, now: datetime) -> timedelta:
        """Return how long the lots that are left will take: sending them need not disturb that."""
        if not self.done:
            return min(_FIRST_GUESS * (self.left - 1), _MOST_DELAY)
        return min((now - self.started) / self.done * self.left, _MOST_DELAY)


@dataclass(frozen=True)
class Working:
    """All that going on with an import needs."""

    imports: ImportStore
    many: ManyInvitations
    queue: ImportQueue
    sender: SenderQueue
    clock: Callable[[], datetime]
    lifetime: timedelta

    async def go_on(self, task: ImportTask) -> None:
        """Accept lots until all are done or the time is up; then, or in an outage, put it off."""
        end = self.clock() + BUDGET
        try:
            left = await self._accept_lots(task.import_id, end)
        except Unavailable as outage:
            again = dataclasses.replace(task, attempt=task.attempt + 1)
            await self.queue.send(again, delay(task.attempt, outage.retry_after))
            return
        if left:
            await self.queue.send(ImportTask(task.import_id))

    async def give_up(self, task: ImportTask) -> None:
        """Note on the import that it failed; what was accepted stays, and it can be confirmed."""
        import_ = await self.imports.get(task.import_id)
        if import_ is None or import_.stage is not Stage.CONFIRMED:
            return
        try:
            await self.imports.save(
                import_.having(
                    stage=Stage.FAILED,
                    failure="Accepting the rows failed several times. Confirm the import again; "
                    "nothing is sent twice.",
                )
            )
        except LostRace as error:
            raise Unavailable("storage", 1) from error

    async def _accept_lots(self, import_id: str, end: datetime) -> bool:
        """Return whether there is more to do."""
        import_ = await self.imports.get(import_id)
        if import_ is None or import_.stage is not Stage.CONFIRMED:
            return False
        open_lots = await self.imports.open_lots(import_id)
        blocked = await self.many.blocked(import_.organisation)
        run = _Run(import_, blocked, self.clock(), len(open_lots))
        numbers = iter(open_lots)

        async def worker() -> None:
            for number in numbers:
                await self._accept(run, number)
                run.left, run.done = run.left - 1, run.done + 1
                if self.clock() >= end:
                    return

        results = await asyncio.gather(*(worker() for _ in range(AT_ONCE)), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return next(numbers, None) is not None

    async def _accept(self, run: _Run, number: int) -> None:
        import_ = run.import_
        lot = await self.imports.lot(import_.id, number)
        if lot is None or lot.done:
            return
        judged = [_unless_blocked(row, run.blocked) for row in lot.rows]
        taken = await self._make(run, _drafts(import_, judged, self.lifetime))
        rows = tuple(_ended(row, taken) for row in judged)
        try:
            await self.imports.save_lot(dataclasses.replace(lot, rows=rows, done=True))
        except LostRace as error:
            there = await self.imports.lot(import_.id, number)
            if there is not None and not there.done:
                # Somebody was taken out of it meanwhile: the rest is accepted as it is now.
                raise Unavailable("storage", 1) from error
            # Else another message did the same, with the same ids.

    async def _make(self, run: _Run, drafts: Sequence[Draft]) -> dict[str, str]:
        """Make the invitations; return those that have one of the addresses already."""
        started = self.clock()
        taken = await self.many.claim(drafts, started) if drafts else {}
        ours = [one.invitation for one in drafts if one.invitation.guest.email not in taken]
        if ours:
            await self._store(run, ours, started)
        return taken

    async def _store(self, run: _Run, invitations: Sequence[Invitation], started: datetime) -> None:
        now = self.clock()
        ids = [one.id for one in invitations]
        await self.sender.send_many(ids, now, run.until_done(now))
        if self.clock() - started >= CREATE_WINDOW:
            # The claims may be somebody else's by now.
            raise Unavailable("storage", 1)
        made = Event("InvitationCreated", invitations[0].created, invitations[0].inviter.email)
        await self.many.add(invitations, made)


def _drafts(import_: Import, rows: Sequence[Row], lifetime: timedelta) -> list[Draft]:
    assert import_.confirmed is not None  # noqa: S101 - only confirmed ones are worked on
    made = import_.confirmed
    return [
        Draft(
            draft_of(row.command, row.invitation_id, made, lifetime),
            fingerprint_of(row.command),
        )
        for row in rows
        if row.command is not None
    ]


def _unless_blocked(row: Row, blocked: Collection[str]) -> Row:
    """Return the row, ended if the owner of its address has said no since the preview."""
    if row.command is not None and address_hash(row.email) in blocked:
        return row.ended(Fate.BLOCKED)
    return row


def _ended(row: Row, taken: dict[str, str]) -> Row:
    if row.command is None:
        return row
    if row.email in taken:
        return row.ended(Fate.ALREADY, taken[row.email])
    return row.ended(Fate.INVITED, row.invitation_id)
