"""After a sign-in without its guest: look whether the guest was deleted, and put it right."""

import logging

from shared.domain.errors import GuestRefused, LinkClosed, Unavailable
from shared.services import services
from shared.usecases.heal_guest import heal_guest

log = logging.getLogger(__name__)


async def healed_link(invitation_id: str) -> str:
    """Return the invitation's link if its guest was made anew, else nothing.

    Whatever stands in the way leaves the page that the sign-in would have ended on.
    """
    outer = services()
    try:
        healed = await heal_guest(
            invitation_id, store=outer.invitations, directory=outer.directory, clock=outer.clock
        )
    except (GuestRefused, LinkClosed, Unavailable) as error:
        log.warning("A guest could not be healed: %s", type(error).__name__)
        return ""
    base = outer.settings.public_url
    return f"{base}/api/InviteUser?invitationId={invitation_id}" if healed else ""
