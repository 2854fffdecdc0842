"""Erase who is named in an invitation; its state and history stay, with pseudonyms.

In three steps, each of which can be done again after a crash: nothing else happens to it from now
on; its address is held no more in the index; the names go. It is found again until the last.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.caller import Caller
from shared.domain.erasing import Eraser
from shared.domain.errors import IllegalTransition
from shared.domain.invitation import TRANSITIONS, Event, Invitation, State
from shared.usecases.life import LifeStore
from shared.usecases.ports import Directory, InvitationStore
from shared.usecases.read_invitation import found
from shared.usecases.revoke_invitation import revoke_invitation
from shared.usecases.trying import retry_lost_races


@dataclass(frozen=True)
class Erasing:
    """Erases invitations, whole or in part."""

    store: InvitationStore
    life: LifeStore
    eraser: Eraser
    clock: Callable[[], datetime]

    @retry_lost_races
    async def whole(
        self, invitation_id: str, by: str, due: Callable[[Invitation], bool] = lambda _: True
    ) -> Invitation | None:
        """Return the invitation without anybody in it, or None if it is not `due` (any more)."""
        invitation = await self.store.get(invitation_id)
        if invitation is None or not due(invitation):
            return None
        return invitation if invitation.erased else await self._whole(invitation, by)

    async def _whole(self, invitation: Invitation, by: str) -> Invitation:
        if not invitation.erasing:
            invitation = await self.store.save(invitation.having(erasing=True))
        await self.life.forget_claim(invitation)
        history = await self.store.history(invitation.id)
        return await self.life.rewrite(
            self.eraser.invitation(invitation),
            Event("InvitationErased", self.clock(), by),
            [self.eraser.event(one, invitation) for one in history],
            await self.life.letters(invitation.id),
        )

    @retry_lost_races
    async def person(self, invitation_id: str, address: str, by: str) -> bool:
        """Take somebody out of another guest's invitation; return whether there was anything."""
        invitation = await self.store.get(invitation_id)
        if invitation is None:
            return False
        history = await self.store.history(invitation_id)
        letters = await self.life.letters(invitation_id)
        clean = self.eraser.without(invitation, address)
        kept = [self.eraser.event_without(one, address) for one in history]
        gone = [letter for letter in letters if letter.to.email.lower() == address]
        if clean == invitation and kept == history and not gone:
            return False
        told = {"person": self.eraser.pseudonym(address)}
        await self.life.rewrite(clean, Event("PersonErased", self.clock(), by, told), kept, gone)
        return True


async def delete_invitation(
    text: str,
    caller: Caller,
    *,
    erasing: Erasing,
    store: InvitationStore,
    directory: Directory,
    delete_guests: bool,
    clock: Callable[[], datetime],
) -> Invitation:
    """Revoke the invitation if it can be, then erase it; again does no harm.

    The guest in the directory is treated as by `revoke_invitation`. Raises InvitationNotFound,
    GuestRefused or Unavailable.
    """
    invitation = await found(text, caller, store)
    # One that is revoked already may have been cut off before its guest was deleted.
    if not invitation.erased and State.REVOKED in {
        invitation.state,
        *TRANSITIONS[invitation.state],
    }:
        # It may come to another end in between, which is as good.
        with contextlib.suppress(IllegalTransition):
            await revoke_invitation(
                invitation.id,
                by=caller.name,
                caller=caller,
                delete_guests=delete_guests,
                store=store,
                directory=directory,
                clock=clock,
            )
    erased = await erasing.whole(invitation.id, caller.name)
    return erased or invitation
