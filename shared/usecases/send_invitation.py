"""Send an invitation's e-mail once, whatever crashes in between (see handing_over)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.addresses import domain_of
from shared.domain.errors import EmailRefused, GuestRefused, Unavailable
from shared.domain.invitation import EmailFate, Event, Invitation, State
from shared.domain.letter import Kind, Letter, letter_id
from shared.usecases.blocks import BlockStore, is_blocked
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.guest_language import guest_language
from shared.usecases.halting import Hold
from shared.usecases.handing_over import Compose, MakeOwner, hand_over, pass_on, renewed
from shared.usecases.happenings import HappeningQueue, tell_created
from shared.usecases.mailing import Mailer
from shared.usecases.ports import Directory, InvitationStore, Task, TaskQueue, Way, Ways
from shared.usecases.put_off import put_off, wait_for_row
from shared.usecases.sending_failed import EXPIRED, note_failure, note_refusal
from shared.usecases.trying import retry_lost_races

BY = "SendInvitation"


async def send_invitation(
    task: Task,
    *,
    store: InvitationStore,
    blocks: BlockStore,
    directory: Directory,
    ways: Ways,
    mailer: Mailer,
    queue: TaskQueue,
    history: HappeningQueue,
    compose: Compose,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    hold: Hold,
) -> None:
    """Bring the invitation from queued to sent, or to failed, or put the task off."""
    try:
        task = await tell_created(task, queue=history, clock=clock)
    except Unavailable as outage:
        await put_off(task, outage, queue)
        return
    sending = _Sending(task, store, blocks, directory, ways, mailer, queue, compose, clock, new_id)
    try:
        await hold()
        await sending.go()
    except (GuestRefused, EmailRefused) as refusal:
        await note_refusal(task, store, refusal, clock())
    except Unavailable as outage:
        await pass_on(task, outage, queue=queue, new_id=new_id, owned=sending.owned)


@dataclass(frozen=True)
class _Sending:
    """One delivery of one message, with all that it needs."""

    task: Task
    store: InvitationStore
    blocks: BlockStore
    directory: Directory
    ways: Ways
    mailer: Mailer
    queue: TaskQueue
    compose: Compose
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    @retry_lost_races
    async def go(self) -> None:
        """Go through the steps, anew where somebody else changed the row in between."""
        invitation = await self.store.get(self.task.invitation_id)
        if invitation is None or invitation.round < self.task.round:
            # The request that makes or resends it is still storing its row, or crashed.
            if self.clock() - self.task.created < CREATE_WINDOW * 2:
                await wait_for_row(renewed(self.task, self.new_id), self.queue)
        elif invitation.round > self.task.round:
            return  # it was resent since, and that has a message of its own
        else:
            await self._go_on(invitation)

    async def _go_on(self, invitation: Invitation) -> None:
        if not (invitation.revision or self.task.attempt):
            # Whoever made it had no storage call left for the list.
            await self.store.enlist(invitation)
        if invitation.state is not State.QUEUED:
            await self._note_fate(invitation)
        elif invitation.expired(self.clock()):
            await note_failure(invitation, self.store, EXPIRED, self.clock())
        elif invitation.operation_id and not self._owns(invitation):
            await wait_for_row(self.task, self.queue)
        elif not invitation.operation_id and await self._is_blocked(invitation):
            now = self.clock()
            blocked = Event("InvitationBlocked", now, BY)
            await self.store.save(invitation.to(State.BLOCKED, ended=now), blocked)
        else:
            await self._send(await self._with_guest(invitation))

    async def _is_blocked(self, invitation: Invitation) -> bool:
        """Return whether the guest has said no since the invitation was made."""
        guest, organisation = invitation.guest, invitation.organisation
        return await is_blocked(guest.email, organisation, store=self.blocks)

    async def _send(self, invitation: Invitation) -> None:
        asked_before = bool(invitation.operation_id)
        if not asked_before:
            way = await self._way(invitation)
            owned = invitation.having(
                operation_id=letter_id(invitation.id, self.new_id()),
                send_ticket=self.task.ticket,
                way=way.kind,
                tenant_name=way.tenant_name,
            )
            invitation = await self.store.save(owned)
        if not (asked_before and await self.mailer.has(invitation.operation_id)):
            await self._hand_over(invitation)
        now = self.clock()
        done = invitation.to(State.SENT, email=EmailFate.SENT, emailed=now)
        await self.store.save(done, Event("InvitationSent", now, BY), self._letter(invitation))

    def _letter(self, invitation: Invitation) -> Letter:
        """Return what a report on the e-mail is kept by: its id leads to the invitation."""
        return Letter(
            invitation.operation_id,
            Kind.INVITATION,
            invitation.id,
            invitation.guest,
            invitation.language,
            self.clock(),
            EmailFate.SENT,
        )

    async def _way(self, invitation: Invitation) -> Way:
        """Return the way that is known, else ask again: the e-mail is about to describe it."""
        if invitation.way:
            return Way(invitation.way, invitation.tenant_name)
        return await self.ways.of(domain_of(invitation.guest.email))

    async def _with_guest(self, invitation: Invitation) -> Invitation:
        if invitation.guest_id:
            return invitation
        guest = await self.directory.invite(invitation)
        return await self.store.save(
            invitation.having(
                guest_id=guest.id,
                redeem_url=guest.redeem_url,
                guest_created=guest.created,
                language=guest_language(invitation, guest),
            ),
            Event("GuestInvited", self.clock(), BY),
        )

    async def _hand_over(self, invitation: Invitation) -> None:
        await hand_over(
            await self.compose(Kind.INVITATION, invitation),
            invitation.operation_id,
            mailer=self.mailer,
            let_go=lambda: self.store.save(invitation.having(operation_id="", send_ticket="")),
        )

    async def _note_fate(self, invitation: Invitation) -> None:
        """Note the fate of an e-mail whose guest was faster than this function."""
        open_ = self._owns(invitation) and invitation.email is EmailFate.QUEUED
        if open_ and await self.mailer.has(invitation.operation_id):
            letter = self._letter(invitation)
            await self.store.save(invitation.having(email=EmailFate.SENT), None, letter)

    async def owned(self) -> MakeOwner | None:
        """Return what makes another ticket the owner, or None where this task is not it."""
        invitation = await self.store.get(self.task.invitation_id)
        if invitation is None or not self._owns(invitation):
            return None
        return lambda ticket: self.store.save(invitation.having(send_ticket=ticket))

    def _owns(self, invitation: Invitation) -> bool:
        return bool(invitation.operation_id) and invitation.send_ticket == self.task.ticket
