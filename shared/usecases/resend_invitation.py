"""Send an invitation again: failed, expired, or never read; with a reset if asked.

The link stays the same. Only a reset, which is for the same person, goes to another address: an
address that was wrong is corrected by a successor (`shared/usecases/correct_address.py`).

Claim, guest, enqueue, store, as when it was made (design.md, Storage). The message carries the
number of the resend: it waits for a row that is not stored yet, and the messages of earlier
sendings give up. So the e-mail of each sending goes once, whatever crashes in between.

A resend is a single invitation, even of one that was made in bulk.
"""

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from shared.domain.caller import Caller
from shared.domain.errors import (
    Fault,
    GuestRefused,
    IllegalTransition,
    InvalidRequest,
    LostRace,
    TooSoon,
    Unavailable,
)
from shared.domain.failure import NONE
from shared.domain.invitation import EmailFate, Event, Invitation, Person, State
from shared.domain.keys import idempotency_hash
from shared.domain.letter import Kind, Letter
from shared.usecases.announce import Desk
from shared.usecases.blocks import BlockStore, check_not_blocked
from shared.usecases.create_invitation import CREATE_WINDOW, InvitationMade
from shared.usecases.delete_unredeemed import delete_unredeemed
from shared.usecases.guest_language import guest_language
from shared.usecases.ports import Directory, DirectoryGuest, InvitationStore, Task, TaskQueue
from shared.usecases.read_invitation import check_not_erased, found
from shared.usecases.trying import retry_lost_races

log = logging.getLogger(__name__)
COOL_DOWN = timedelta(minutes=5)
REACHED = frozenset({EmailFate.SENT, EmailFate.DELIVERED})
ACCEPTED = (
    "The guest has accepted already and can use the link again. If the guest signs in "
    "with another address or account from now on, ask for a reset of the redemption."
)


@dataclass(frozen=True)
class ResendInvitation:
    """What is asked for, already checked; what is empty stays as it is.

    `reset` says that the same person signs in with another address or account from now on. It is
    never assumed: an address that was merely mistyped may be somebody else's, whose sign-in
    would then be given away.
    """

    invitation_id: str
    by: str
    email: str = ""
    name: str = ""
    language: str = ""
    reset: bool = False
    idempotency_key: str = ""


async def resend_invitation(
    command: ResendInvitation,
    *,
    caller: Caller,
    store: InvitationStore,
    blocks: BlockStore,
    directory: Directory,
    queue: TaskQueue,
    desk: Desk,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    lifetime: timedelta,
    delete_guests: bool,
) -> InvitationMade:
    """Return the invitation, queued with a new time to run.

    With `delete_guests`, the guest of a mistyped address is deleted, as `revoke_invitation` does.

    Raises InvitationNotFound, IllegalTransition, InvalidRequest, TooSoon, AddressBlocked,
    AddressAlreadyInvited, GuestRefused (nothing has changed then), or Unavailable.
    """
    resending = _Resending(
        command, store, blocks, directory, queue, desk, clock, new_id, lifetime, delete_guests
    )

    @retry_lost_races
    async def go() -> InvitationMade:
        invitation = await found(command.invitation_id, caller, store)
        if resending.key and invitation.resend_key == resending.key:
            return InvitationMade(invitation, replayed=True)
        return InvitationMade(await resending.go(invitation))

    return await go()


@dataclass(frozen=True)
class _Resending:
    """One request to resend, with all that it needs."""

    command: ResendInvitation
    store: InvitationStore
    blocks: BlockStore
    directory: Directory
    queue: TaskQueue
    desk: Desk
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    lifetime: timedelta
    delete_guests: bool

    @property
    def key(self) -> str:
        """Return what is kept of the Idempotency-Key."""
        return (
            idempotency_hash(self.command.idempotency_key) if self.command.idempotency_key else ""
        )

    async def go(self, invitation: Invitation) -> Invitation:
        """Resend the invitation as it was read; raise LostRace if it changed since."""
        now = self.clock()
        wanted = self._wanted(invitation, now)
        moved = wanted.guest.email != invitation.guest.email
        _check(invitation, reset=self.command.reset, moved=moved, now=now)
        await check_not_blocked(wanted.guest.email, wanted.organisation, store=self.blocks)
        await self.store.reclaim(invitation, wanted.guest.email, now)
        if invitation.state is State.QUEUED and not moved and not self.command.reset:
            # Its message is still on the way, and takes name and language from the row. One of
            # bulk may be hours away: a second message is faster, and whichever is late gives up.
            if invitation.bulk:
                await self.queue.send(
                    Task(invitation.id, self.new_id(), now, round=invitation.round)
                )
            return await self.store.save(wanted, self._event(invitation, wanted, now))
        guest, redeemed = await self._guest(invitation, wanted)
        number = invitation.round + 1
        await self.queue.send(Task(invitation.id, self.new_id(), now, round=number))
        if self.clock() - now >= CREATE_WINDOW:
            # The message may have given up by now, and the address may be somebody else's.
            raise Unavailable("storage")
        told: tuple[Letter, ...] = ()
        if moved and invitation.email in REACHED:
            told = await self.desk.announce(invitation, Kind.SUPERSEDED)
        same = guest.id == invitation.guest_id
        queued = wanted.to(
            State.QUEUED,
            guest_id=guest.id,
            redeem_url=guest.redeem_url,
            # Who has redeemed once is never deleted, whatever a reset makes of the consent.
            guest_created=guest.created or (same and invitation.guest_created and not redeemed),
            access=invitation.access if same else "",
            language=guest_language(wanted, guest),
            email=EmailFate.QUEUED,
            operation_id="",
            send_ticket="",
            round=number,
            healed=False,
            guest_gone=False,
            reminded=0,
            emailed=None,
            ended=None,
            way="" if moved else invitation.way,
            tenant_name="" if moved else invitation.tenant_name,
            consent="",
            consent_changed="",
            **NONE,
        )
        stored = await self.store.save(queued, self._event(invitation, wanted, now), *told)
        return stored if same else await self._without_old_guest(invitation, stored)

    async def _without_old_guest(self, before: Invitation, stored: Invitation) -> Invitation:
        """Delete the guest of the former address; the resend stands whatever becomes of that."""
        if not (self.delete_guests and before.guest_created):
            return stored
        try:
            if await delete_unredeemed(before.guest_id, self.directory):
                gone = {"guest": before.guest_id}
                deleted = Event("GuestDeleted", self.clock(), self.command.by, gone)
                return await self.store.save(stored, deleted)
        except (GuestRefused, Unavailable) as error:
            log.warning("A former guest was not deleted: %s", type(error).__name__)
        except LostRace:
            pass  # deleted all the same; only the note of it is lost
        return stored

    def _wanted(self, invitation: Invitation, now: datetime) -> Invitation:
        command, guest = self.command, invitation.guest
        return invitation.having(
            guest=Person(command.name or guest.name, command.email or guest.email),
            language=command.language or invitation.language,
            bulk=False,
            language_open=invitation.language_open and not command.language,
            expires=invitation.runs_until(now, self.lifetime),
            resent=now,
            resend_key=self.key,
        )

    async def _guest(
        self, invitation: Invitation, wanted: Invitation
    ) -> tuple[DirectoryGuest, bool]:
        """Return the guest, invited anew, and whether that one had redeemed already.

        A refusal is noted, and raised as GuestRefused.
        """
        try:
            if self.command.reset and invitation.guest_id:
                consent = await self.directory.consent_of(invitation.guest_id)
                # Who has not redeemed yet has nothing to reset; a member's account is not ours.
                if consent is not None and consent.redeemed and consent.guest:
                    return await self.directory.reset(wanted), True
            return await self.directory.invite(wanted), False
        except GuestRefused as refusal:
            refused = Event(
                "ResendRefused", self.clock(), self.command.by, refusal.failure.details()
            )
            # It also ends the hold on the address, which lasts until the row changes.
            with contextlib.suppress(LostRace):
                await self.store.save(invitation, refused)
            raise

    def _event(self, before: Invitation, after: Invitation, now: datetime) -> Event:
        details = {"from": before.state.value}
        if after.guest.email != before.guest.email:
            details["to"] = after.guest.email
        if self.command.reset:
            details["reset"] = "true"
        return Event("InvitationResent", now, self.command.by, details)


def _check(invitation: Invitation, *, reset: bool, moved: bool, now: datetime) -> None:
    check_not_erased(invitation)
    if moved and not reset:
        wanted = "may only be another one with a reset; else correct the address"
        raise InvalidRequest(Fault("/email", wanted))
    if invitation.state in {State.ACCEPTED, State.COMPLETED} and not reset:
        raise IllegalTransition(ACCEPTED)
    invitation.to(State.QUEUED)
    if invitation.resent is not None and now - invitation.resent < COOL_DOWN:
        raise TooSoon(ceil((COOL_DOWN - (now - invitation.resent)).total_seconds()))
