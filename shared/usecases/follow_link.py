"""Where an invitation's link leads: a pure read (mail scanners follow it, design.md)."""

from collections.abc import Callable
from datetime import datetime

from shared.domain.errors import GuestGone, InvitationNotFound, LinkClosed
from shared.domain.invitation import OPEN, Link, State
from shared.domain.keys import invitation_id
from shared.usecases.ports import InvitationStore

TO_SIGN_IN = "sign-in"
TO_WELCOME = "welcome"


async def follow_link(
    text: str, *, store: InvitationStore, clock: Callable[[], datetime]
) -> tuple[str, Link]:
    """Return where to go on: the redeem URL, TO_SIGN_IN or TO_WELCOME.

    Raises InvitationNotFound (malformed and unknown alike), GuestGone, or LinkClosed, whose
    `why` is expired, preparing, corrected, or the state.
    """
    id_ = invitation_id(text)
    link = await store.link(id_) if id_ else None
    if id_ is None or link is None:
        raise InvitationNotFound
    if link.corrected:
        raise LinkClosed("corrected", link.language)
    if link.expired(clock()):
        raise LinkClosed("expired", link.language)
    if link.state in OPEN:
        if not link.redeem_url:
            raise LinkClosed("preparing", link.language)
        if link.guest_gone:
            raise GuestGone(id_, link.language)
        return link.redeem_url, link
    if link.state is State.ACCEPTED:
        return TO_SIGN_IN, link
    if link.state is State.COMPLETED:
        return TO_WELCOME, link
    raise LinkClosed(link.state.value, link.language)
