"""Accept an invitation: only the invited guest, only once (J4, design.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.errors import InvitationNotFound, LinkClosed, LostRace, WrongAccount
from shared.domain.invitation import OPEN, Event, Invitation, State
from shared.domain.keys import invitation_id
from shared.domain.letter import Kind, Letter
from shared.usecases.announce import Desk
from shared.usecases.ports import InvitationStore, Task, TaskQueue


@dataclass(frozen=True)
class Identity:
    """Who signed in. `oid` and `tid` are the key (signin.md); the address is for people only."""

    oid: str
    tid: str
    address: str
    name: str


async def invitation_to_accept(
    text: str, *, store: InvitationStore, clock: Callable[[], datetime]
) -> Invitation:
    """Return the invitation that may be signed in to; raise InvitationNotFound or LinkClosed."""
    id_ = invitation_id(text)
    invitation = await store.get(id_) if id_ else None
    if invitation is None or invitation.erased:
        raise InvitationNotFound
    if invitation.successor:
        raise LinkClosed("corrected", invitation.language)
    if invitation.expired(clock()):
        raise LinkClosed("expired", invitation.language)
    if invitation.state in OPEN and not invitation.guest_id:
        raise LinkClosed("preparing", invitation.language)
    if invitation.state in {State.FAILED, State.REVOKED, State.BLOCKED}:
        raise LinkClosed(invitation.state.value, invitation.language)
    return invitation


async def accept_invitation(
    text: str,
    identity: Identity,
    *,
    tenant_id: str,
    store: InvitationStore,
    queue: TaskQueue,
    desk: Desk,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> Invitation:
    """Return the accepted invitation and tell its inviter; accepting again changes nothing.

    Who has a company already, and only signs in otherwise since a reset, has completed it at
    once; a guest of a new object gets access again.

    Raises WrongAccount unless `oid` is the invited guest's and `tid` the inviting tenant's.
    """
    letters: tuple[Letter, ...] | None = None
    while True:
        invitation = await invitation_to_accept(text, store=store, clock=clock)
        if identity.tid != tenant_id or identity.oid != invitation.guest_id:
            raise WrongAccount(invitation.guest.email, identity.address, invitation.language)
        if invitation.state not in OPEN:
            return invitation
        if letters is None:
            letters = await desk.announce(invitation, Kind.ACCEPTED)
        accepted = Event("InvitationAccepted", clock(), identity.oid)
        try:
            changed = await _accepted(invitation, queue, clock, new_id)
            return await store.save(changed, accepted, *letters)
        except LostRace:
            continue


async def _accepted(
    invitation: Invitation,
    queue: TaskQueue,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> Invitation:
    if not invitation.company_id:
        return invitation.to(State.ACCEPTED)
    if invitation.access == "granted":
        return invitation.to(State.COMPLETED, ended=clock())
    await queue.send(Task(invitation.id, new_id(), clock()))
    return invitation.to(State.COMPLETED, access="queued", ended=clock())
