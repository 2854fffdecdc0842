"""Correct the address of an invitation: the link to the wrong address dies, a new one is made.

The successor has an id and a link of its own, for whoever got the first e-mail knows that one's.
Claim, guest, enqueue, store, as when an invitation is made (design.md, Storage); the store puts the
end of the first one and its successor into one transaction: at no time are both open, and after a
crash either the first one is as it was, or the successor is there and its message on the way. The
ids begin alike, which makes that transaction possible; the 110 bits that differ are random.
"""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.domain.caller import Caller
from shared.domain.errors import (
    Fault,
    GuestRefused,
    IllegalTransition,
    InvalidRequest,
    LostRace,
    Unavailable,
)
from shared.domain.invitation import OPEN, Event, Invitation, State
from shared.domain.letter import Kind, Letter, letter_id
from shared.domain.successor import successor
from shared.usecases.announce import Desk
from shared.usecases.blocks import BlockStore, check_not_blocked
from shared.usecases.create_invitation import (
    CREATE_WINDOW,
    GUEST_TIMEOUT,
    InvitationMade,
    with_guest,
)
from shared.usecases.delete_unredeemed import delete_unredeemed
from shared.usecases.life import LifeStore
from shared.usecases.ports import Directory, InvitationStore, Task, TaskQueue, Ways
from shared.usecases.read_invitation import check_not_erased, found
from shared.usecases.resend_invitation import ACCEPTED, REACHED
from shared.usecases.trying import retry_lost_races

log = logging.getLogger(__name__)
WHY = "address-corrected"


@dataclass(frozen=True)
class CorrectAddress:
    """What is asked for, already checked; an empty name or language stays as it is."""

    invitation_id: str
    caller: Caller
    email: str
    name: str = ""
    language: str = ""
    idempotency_key: str = ""


async def correct_address(
    command: CorrectAddress,
    *,
    store: InvitationStore,
    life: LifeStore,
    blocks: BlockStore,
    directory: Directory,
    ways: Ways,
    queue: TaskQueue,
    desk: Desk,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    lifetime: timedelta,
    delete_guests: bool,
    guest_timeout: float = GUEST_TIMEOUT,
) -> InvitationMade:
    """Return the successor; the same again returns the same one, and finishes what was cut off.

    With `delete_guests`, the guest of the wrong address is deleted, as `revoke_invitation` does.

    Raises InvitationNotFound, IllegalTransition, InvalidRequest, AddressBlocked,
    AddressAlreadyInvited, GuestRefused (nothing has changed then), or Unavailable.
    """
    correcting = _Correcting(
        command, store, life, blocks, directory, ways, queue, desk, clock, new_id, lifetime,
        delete_guests, guest_timeout,
    )  # fmt: skip

    @retry_lost_races
    async def go() -> InvitationMade:
        before = await found(command.invitation_id, command.caller, store)
        done = await correcting.done(before)
        if done is not None:
            return InvitationMade(done, replayed=True)
        return InvitationMade(await correcting.go(before))

    return await go()


@dataclass(frozen=True)
class _Correcting:
    """One request to correct an address, with all that it needs."""

    command: CorrectAddress
    store: InvitationStore
    life: LifeStore
    blocks: BlockStore
    directory: Directory
    ways: Ways
    queue: TaskQueue
    desk: Desk
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    lifetime: timedelta
    delete_guests: bool
    guest_timeout: float

    async def done(self, before: Invitation) -> Invitation | None:
        """Return the successor if this very correction has been made."""
        after = await self.store.get(before.successor) if before.successor else None
        if after is None or after.guest.email != self.command.email:
            return None
        await self._without_old_guest(before)
        return after

    async def go(self, before: Invitation) -> Invitation:
        """Correct the invitation as it was read; raise LostRace if it changed since."""
        now = self.clock()
        _check(before, self.command.email)
        await check_not_blocked(self.command.email, before.organisation, store=self.blocks)
        draft = await self._claimed(before, now)
        try:
            draft = await with_guest(draft, self.directory, self.ways, self.guest_timeout)
        except GuestRefused as refusal:
            await self._let_go(draft)
            details = refusal.failure.details()
            await self._note(before, Event("CorrectionRefused", now, self._by, details))
            raise
        await self.queue.send(Task(draft.id, self.new_id(), now))
        if self.clock() - now >= CREATE_WINDOW:
            # The message may have given up by now, and the address may be somebody else's.
            raise Unavailable("storage")
        return await self._stored(before, draft, now)

    async def _claimed(self, before: Invitation, now: datetime) -> Invitation:
        """Return the successor as it will be, holding its address."""
        command = self.command
        changed = (command.name, command.email, command.language)
        draft = successor(before, letter_id(before.id, self.new_id()), *changed, now, self.lifetime)
        claim = await self.store.claim(
            draft,
            fingerprint=self._fingerprint(before),
            idempotency_key=command.idempotency_key,
            now=now,
        )
        if claim.existing is not None:
            raise LostRace  # a twin of this request has just stored it
        return draft.having(id=claim.invitation_id)

    async def _stored(self, before: Invitation, draft: Invitation, now: datetime) -> Invitation:
        same = bool(draft.guest_id) and draft.guest_id == before.guest_id
        told: tuple[Letter, ...] = ()
        if before.email in REACHED:
            told = await self.desk.announce(before, Kind.SUPERSEDED)
        details = {"from": before.state.value, "why": WHY, "successor": draft.id}
        closed = before.to(
            State.REVOKED,
            successor=draft.id,
            ended=now,
            # One guest with two addresses is the successor's now.
            guest_created=before.guest_created and not same,
        )
        opened = draft.having(guest_created=draft.guest_created or (same and before.guest_created))
        made = {"predecessor": before.id}
        try:
            closed, opened = await self.life.succeed(
                closed,
                Event("InvitationRevoked", now, self._by, details),
                opened,
                Event("InvitationCreated", now, self._by, made),
                *told,
            )
        except LostRace:
            await self._yield_to(await self.store.get(before.id), draft)
            raise
        await self._without_old_guest(closed)
        return opened

    async def _yield_to(self, current: Invitation | None, draft: Invitation) -> None:
        """Let the address go, unless the correction can be tried again or a twin has made it."""
        again = current is not None and current.state in {*OPEN, State.FAILED}
        twin = current is not None and current.successor == draft.id
        if not (again or twin):
            await self._let_go(draft)

    async def _let_go(self, draft: Invitation) -> None:
        await self.store.release(draft, idempotency_key=self.command.idempotency_key)

    async def _without_old_guest(self, before: Invitation) -> None:
        """Delete the guest of the wrong address; the correction stands whatever comes of that."""
        if not (self.delete_guests and before.guest_created):
            return
        try:
            deleted = await delete_unredeemed(before.guest_id, self.directory)
        except (GuestRefused, Unavailable) as error:
            log.warning("A former guest was not deleted: %s", type(error).__name__)
            return
        gone = Event("GuestDeleted", self.clock(), self._by) if deleted else None
        await self._note(before.having(guest_created=False), gone)

    async def _note(self, changed: Invitation, event: Event | None) -> None:
        try:
            await self.store.save(changed, event)
        except LostRace:
            log.warning("A note on an invitation was lost to another change")

    @property
    def _by(self) -> str:
        return self.command.caller.name

    def _fingerprint(self, before: Invitation) -> str:
        """Return what tells one correction from another, with room for no other kind of request."""
        command = self.command
        told = ["correct", before.id, command.email, command.name, command.language]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _check(before: Invitation, email: str) -> None:
    check_not_erased(before)
    if before.successor:
        raise IllegalTransition("Its address was corrected already: correct that of its successor.")
    if before.state in {State.ACCEPTED, State.COMPLETED}:
        raise IllegalTransition(ACCEPTED)
    before.to(State.REVOKED)
    if email == before.guest.email:
        raise InvalidRequest(Fault("/email", "is its address already; resend the invitation"))
