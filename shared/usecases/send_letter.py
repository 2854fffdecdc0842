"""Send one of an invitation's other e-mails once: a notice, a welcome (see handing_over)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.errors import EmailRefused, LostRace, Unavailable
from shared.domain.invitation import EmailFate, Invitation
from shared.domain.letter import TO_INVITER, Kind, Letter
from shared.domain.reminding import may_remind
from shared.usecases.blocks import BlockStore, is_blocked
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.halting import Hold
from shared.usecases.handing_over import Compose, MakeOwner, hand_over, pass_on, renewed
from shared.usecases.mailing import Mailer
from shared.usecases.ports import InvitationStore, Task, TaskQueue
from shared.usecases.put_off import put_off, wait_for_row
from shared.usecases.trying import retry_lost_races

UNWANTED = "Nobody waited for it any more when its turn came."
POISON = "Sending failed several times for a reason that this app does not know."


async def send_letter(
    task: Task,
    *,
    store: InvitationStore,
    blocks: BlockStore,
    mailer: Mailer,
    queue: TaskQueue,
    compose: Compose,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    hold: Hold,
) -> None:
    """Bring the letter that the task names from queued to sent, or to failed, or put it off."""
    sending = _Sending(task, store, blocks, mailer, queue, compose, clock, new_id)
    try:
        await hold()
        await sending.go()
    except Unavailable as outage:
        await pass_on(task, outage, queue=queue, new_id=new_id, owned=sending.owned)


@dataclass(frozen=True)
class _Sending:
    """One delivery of one message, with all that it needs."""

    task: Task
    store: InvitationStore
    blocks: BlockStore
    mailer: Mailer
    queue: TaskQueue
    compose: Compose
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    @retry_lost_races
    async def go(self) -> None:
        """Go through the steps, anew where somebody else changed the row in between."""
        letter = await self.store.letter(self.task.letter)
        if letter is None:
            # Who announced it is still storing the row, or crashed, or lost a race.
            if self.clock() - self.task.created < CREATE_WINDOW * 2:
                await wait_for_row(renewed(self.task, self.new_id), self.queue)
        elif letter.fate is not EmailFate.QUEUED:
            return
        elif letter.ticket and letter.ticket != self.task.ticket:
            await wait_for_row(self.task, self.queue)
        else:
            await self._send(letter)

    async def _send(self, letter: Letter) -> None:
        asked_before = bool(letter.ticket)
        if not asked_before:
            letter = await self.store.save_letter(letter.having(ticket=self.task.ticket))
        fate, reason = EmailFate.SENT, ""
        try:
            if not (asked_before and await self.mailer.has(letter.id)):
                invitation = await self.store.get(letter.invitation_id)
                if invitation is None or not await self._wanted(letter, invitation):
                    fate, reason = EmailFate.FAILED, UNWANTED
                else:
                    await self._hand_over(letter, invitation)
        except EmailRefused as refusal:
            fate, reason = EmailFate.FAILED, refusal.failure.reason
        await self.store.save_letter(letter.having(fate=fate, reason=reason))

    async def _wanted(self, letter: Letter, invitation: Invitation) -> bool:
        """Return whether there is still somebody to hear it; a reminder may have waited long."""
        if invitation.erased or letter.kind is not Kind.REMINDER:
            return not invitation.erased
        of_this_sending = letter.created >= invitation.begun
        if not (of_this_sending and may_remind(invitation, self.clock())):
            return False
        return not await is_blocked(letter.to.email, invitation.organisation, store=self.blocks)

    async def _hand_over(self, letter: Letter, invitation: Invitation) -> None:
        if letter.kind not in TO_INVITER:
            # Somebody else may be invited by now than the one it was written for.
            invitation = invitation.having(guest=letter.to, language=letter.language)
        await hand_over(
            await self.compose(letter.kind, invitation),
            letter.id,
            mailer=self.mailer,
            let_go=lambda: self.store.save_letter(letter.having(ticket="")),
        )

    async def owned(self) -> MakeOwner | None:
        """Return what makes another ticket the owner, or None where this task is not it."""
        letter = await self.store.letter(self.task.letter)
        if letter is None or letter.ticket != self.task.ticket:
            return None
        return lambda ticket: self.store.save_letter(letter.having(ticket=ticket))


async def give_up_letter(task: Task, *, store: InvitationStore, queue: TaskQueue) -> None:
    """Note on the letter of a poison message that it could not be sent.

    `queue` is the poison queue itself: what cannot be noted now stays there.
    """
    try:
        letter = await store.letter(task.letter)
        if letter is not None and letter.fate is EmailFate.QUEUED:
            await store.save_letter(letter.having(fate=EmailFate.FAILED, reason=POISON))
    except LostRace:
        await queue.send(task)
    except Unavailable as outage:
        await put_off(task, outage, queue)
