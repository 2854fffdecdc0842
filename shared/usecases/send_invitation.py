"""Send an invitation's e-mail once, whatever crashes in between (design.md, Storage).

The operation id is stored, with the ticket of the message that owns it, before the e-mail is
handed over. When the owner comes again after a crash, it asks the provider about that id first;
any other message waits until the owner is done. A message that is put off gets a new ticket, so
that it and the one it replaces, should a crash leave both, are never owners together.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.addresses import domain_of
from shared.domain.errors import EmailRefused, GuestRefused, LostRace, Unavailable
from shared.domain.invitation import EmailFate, Event, Invitation, State
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.ports import (
    Directory,
    Email,
    InvitationStore,
    Mailer,
    Task,
    TaskQueue,
    Way,
    Ways,
)
from shared.usecases.put_off import put_off, wait_for_row
from shared.usecases.sending_failed import EXPIRED, note_failure, note_refusal

BY = "SendInvitation"
_TRIES = 5


async def send_invitation(
    task: Task,
    *,
    store: InvitationStore,
    directory: Directory,
    ways: Ways,
    mailer: Mailer,
    queue: TaskQueue,
    compose: Callable[[Invitation], Email],
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> None:
    """Bring the invitation from queued to sent, or to failed, or put the task off."""
    sending = _Sending(task, store, directory, ways, mailer, queue, compose, clock, new_id)
    try:
        await sending.until_nobody_interferes()
    except (GuestRefused, EmailRefused) as refusal:
        await note_refusal(task, store, refusal, clock())
    except Unavailable as outage:
        await sending.put_off(outage)


@dataclass(frozen=True)
class _Sending:
    """One delivery of one message, with all that it needs."""

    task: Task
    store: InvitationStore
    directory: Directory
    ways: Ways
    mailer: Mailer
    queue: TaskQueue
    compose: Callable[[Invitation], Email]
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    async def until_nobody_interferes(self) -> None:
        """Go through the steps; begin anew where somebody else changed the row in between."""
        for _ in range(_TRIES):
            try:
                await self._go()
            except LostRace:
                continue
            return
        raise Unavailable("storage", 1)

    async def _go(self) -> None:
        invitation = await self.store.get(self.task.invitation_id)
        if invitation is None or invitation.round < self.task.round:
            # The request that makes or resends it is still storing its row, or crashed.
            if self.clock() - self.task.created < CREATE_WINDOW * 2:
                await wait_for_row(self._renewed(), self.queue)
        elif invitation.round > self.task.round:
            return  # it was resent since, and that has a message of its own
        elif invitation.state is not State.QUEUED:
            await self._note_fate(invitation)
        elif invitation.expired(self.clock()):
            await note_failure(invitation, self.store, EXPIRED, self.clock())
        elif invitation.operation_id and not self._owns(invitation):
            await wait_for_row(self.task, self.queue)
        else:
            await self._send(await self._with_guest(invitation))

    async def _send(self, invitation: Invitation) -> None:
        asked_before = bool(invitation.operation_id)
        if not asked_before:
            way = await self._way(invitation)
            owned = invitation.having(
                operation_id=self.new_id(),
                send_ticket=self.task.ticket,
                way=way.kind,
                tenant_name=way.tenant_name,
            )
            invitation = await self.store.save(owned)
        if not (asked_before and await self.mailer.has(invitation.operation_id)):
            await self._hand_over(invitation)
        sent = Event("InvitationSent", self.clock(), BY)
        await self.store.save(invitation.to(State.SENT, email=EmailFate.SENT), sent)

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
                guest_id=guest.id, redeem_url=guest.redeem_url, guest_created=guest.created
            ),
            Event("GuestInvited", self.clock(), BY),
        )

    async def _hand_over(self, invitation: Invitation) -> None:
        try:
            await self.mailer.send(self.compose(invitation), invitation.operation_id)
        except Unavailable as outage:
            if outage.sent_nothing:
                # A 429 took nothing: without an id, the next try need not spend a status call.
                await self.store.save(invitation.having(operation_id="", send_ticket=""))
            raise

    async def _note_fate(self, invitation: Invitation) -> None:
        """Note the fate of an e-mail whose guest was faster than this function."""
        open_ = self._owns(invitation) and invitation.email is EmailFate.QUEUED
        if open_ and await self.mailer.has(invitation.operation_id):
            await self.store.save(invitation.having(email=EmailFate.SENT))

    async def put_off(self, outage: Unavailable) -> None:
        """Put a successor on the queue first, then make it the owner if this message is it.

        A crash in between leaves the owner, which comes again, and a successor that waits for
        it. Where storage is down, nobody can be made the owner: the same ticket goes on.
        """
        try:
            invitation = await self.store.get(self.task.invitation_id)
        except Unavailable:
            await put_off(self.task, outage, self.queue)
            return
        successor = self._renewed()
        await put_off(successor, outage, self.queue)
        if invitation is not None and self._owns(invitation):
            try:
                await self.store.save(invitation.having(send_ticket=successor.ticket))
            except (LostRace, Unavailable):
                await put_off(self.task, outage, self.queue)

    def _owns(self, invitation: Invitation) -> bool:
        return bool(invitation.operation_id) and invitation.send_ticket == self.task.ticket

    def _renewed(self) -> Task:
        return dataclasses.replace(self.task, ticket=self.new_id())
