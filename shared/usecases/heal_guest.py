"""A guest who was deleted from the directory before redeeming gets a new one, once.

Following the link reads nothing from Graph (a pure read, one storage call), and a redeem URL whose
guest is gone ends on Microsoft's own page, which never comes back here. Two things tell of it: the
timer that looks after guests (`shared/usecases/look_after_guests.py`) marks the invitation, whose
link then leads to a page with a button; and a sign-in may come back with AADSTS50020, or with
another object id. A GET makes nobody: mail scanners follow links.

Once, since whoever deletes the guest again means it: from then on only the inviter can resend.
"""

from collections.abc import Callable
from datetime import datetime

from shared.domain.invitation import OPEN, Event, Invitation
from shared.usecases.accept_invitation import invitation_to_accept
from shared.usecases.ports import Directory, InvitationStore
from shared.usecases.trying import retry_lost_races

BY = "RedeemInvitation"


@retry_lost_races
async def heal_guest(
    text: str, *, store: InvitationStore, directory: Directory, clock: Callable[[], datetime]
) -> Invitation | None:
    """Return the invitation if it has its guest again, so that its link works, else None.

    Raises InvitationNotFound or LinkClosed, GuestRefused, or Unavailable.
    """
    invitation = await invitation_to_accept(text, store=store, clock=clock)
    if invitation.state not in OPEN:
        return None
    healed, event = await _healed(invitation, directory, clock())
    return await store.save(healed, event) if healed != invitation else None


async def _healed(
    invitation: Invitation, directory: Directory, now: datetime
) -> tuple[Invitation, Event | None]:
    """Return the invitation with its guest, or as it is where there is nothing to heal."""
    there = invitation.having(guest_gone=False)
    if await directory.consent_of(invitation.guest_id) is not None:
        return there, None  # never gone, or restored
    if invitation.healed:
        return invitation, None
    guest = await directory.invite(invitation)
    if guest.id == invitation.guest_id:
        return there, None  # there after all, only not visible everywhere yet
    healed = there.having(
        guest_id=guest.id,
        redeem_url=guest.redeem_url,
        guest_created=guest.created,
        healed=True,
        consent="",
        consent_changed="",
    )
    details = {"from": invitation.guest_id, "to": guest.id}
    return healed, Event("GuestHealed", now, BY, details)
