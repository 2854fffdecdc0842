"""A guest who was deleted from the directory before redeeming gets a new one, once.

What the app can know of it: following the link reads nothing from Graph (a pure read, one
storage call), and a redeem URL whose guest is gone ends on Microsoft's own page, which never
comes back here. What does come back is a sign-in: with AADSTS50020 where Microsoft hands the
error to the application, or with another object id where the person was invited again by
somebody else. Only these two, in the browser that began the sign-in and with its state, lead
here. A guest whom Microsoft leaves on its own page is helped by a resend
(`shared/usecases/resend_invitation.py`), which invites anew as well.

Once, since whoever deletes the guest again means it: from then on only the inviter can resend.
"""

from collections.abc import Callable
from datetime import datetime

from shared.domain.errors import LostRace
from shared.domain.invitation import OPEN, Event
from shared.usecases.accept_invitation import invitation_to_accept
from shared.usecases.ports import Directory, InvitationStore

BY = "RedeemInvitation"


async def heal_guest(
    text: str, *, store: InvitationStore, directory: Directory, clock: Callable[[], datetime]
) -> bool:
    """Return whether the invitation has a new guest now, so that its link works again.

    Raises InvitationNotFound or LinkClosed, GuestRefused, or Unavailable.
    """
    while True:
        invitation = await invitation_to_accept(text, store=store, clock=clock)
        if invitation.healed or invitation.state not in OPEN:
            return False
        if await directory.consent_of(invitation.guest_id) is not None:
            return False
        guest = await directory.invite(invitation)
        if guest.id == invitation.guest_id:
            return False  # there after all, only not visible everywhere yet
        healed = invitation.having(
            guest_id=guest.id,
            redeem_url=guest.redeem_url,
            guest_created=guest.created,
            healed=True,
        )
        details = {"from": invitation.guest_id, "to": guest.id}
        try:
            await store.save(healed, Event("GuestHealed", clock(), BY, details))
        except LostRace:
            continue
        return True
