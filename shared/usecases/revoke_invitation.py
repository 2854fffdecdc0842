"""Withdraw an invitation that is not completed yet."""

from collections.abc import Callable
from datetime import datetime

from shared.domain.caller import Caller
from shared.domain.invitation import Event, Invitation, State
from shared.usecases.delete_unredeemed import delete_unredeemed
from shared.usecases.ports import Directory, InvitationStore
from shared.usecases.read_invitation import found
from shared.usecases.trying import retry_lost_races


@retry_lost_races
async def revoke_invitation(
    text: str,
    *,
    by: str,
    caller: Caller,
    delete_guests: bool,
    store: InvitationStore,
    directory: Directory,
    clock: Callable[[], datetime],
) -> Invitation:
    """Return the revoked invitation; revoking again only finishes what was cut off.

    With `delete_guests`, a directory guest is deleted that this app certainly made for this
    invitation and that never redeemed. Nobody else is ever deleted: not a guest who was there
    before, not one who has signed in, not a member.

    Raises InvitationNotFound, IllegalTransition, GuestRefused or Unavailable; after the last two
    the invitation is revoked already, and only its guest is left.
    """
    invitation, now = await found(text, caller, store), clock()
    if invitation.state is not State.REVOKED:
        accepted = invitation.state is State.ACCEPTED
        invitation = await store.save(
            invitation.to(
                State.REVOKED,
                guest_created=invitation.guest_created and not accepted,
                ended=now,
            ),
            Event("InvitationRevoked", now, by, {"from": invitation.state.value}),
        )
    if delete_guests and invitation.guest_created:
        invitation = await _without_guest(invitation, by, store, directory, clock)
    return invitation


async def _without_guest(
    invitation: Invitation,
    by: str,
    store: InvitationStore,
    directory: Directory,
    clock: Callable[[], datetime],
) -> Invitation:
    deleted = await delete_unredeemed(invitation.guest_id, directory)
    event = Event("GuestDeleted", clock(), by) if deleted else None
    return await store.save(invitation.having(guest_created=False), event)
