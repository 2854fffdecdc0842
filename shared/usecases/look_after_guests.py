"""Look after the guests who are expected: did they redeem, were they deleted meanwhile?

A click on a link reads nothing from Graph (design.md: a pure read), and Microsoft's own page does
not say here that a guest is gone, or done. So a timer asks, for many guests at once: the consent
state is noted beside our own, and a link whose guest was deleted then leads to a page that makes
the guest anew (`shared/usecases/heal_guest.py`).
"""

import itertools
import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from shared.domain.errors import GuestRefused
from shared.domain.invitation import OPEN, Event, Invitation
from shared.usecases.ports import MOST_AT_ONCE, Awaited, Consent, Directory, InvitationStore
from shared.usecases.trying import retry_lost_races

log = logging.getLogger(__name__)
BY = "LookAfterGuests"


async def look_after_guests(
    *, store: InvitationStore, directory: Directory, clock: Callable[[], datetime]
) -> None:
    """Note what the directory says of every expected guest that is not noted yet.

    Raises Unavailable; what was noted until then stays. Where the app may not read users,
    nothing is known, and nothing is done.
    """
    expected = [one async for one in store.awaited() if one.guest_id]
    for some in itertools.batched(expected, MOST_AT_ONCE, strict=False):
        try:
            consents = await directory.consents_of([one.guest_id for one in some])
        except GuestRefused as refusal:
            log.warning("The guests cannot be looked after: %s", refusal.failure.code)
            return
        for one in _news(some, consents):
            await _note(one.id, store, directory, clock)


def _news(some: Iterable[Awaited], consents: dict[str, Consent]) -> Iterable[Awaited]:
    """Return those of whom something else is noted than the directory says."""
    for one in some:
        consent = consents.get(one.guest_id)
        if one.guest_gone != (consent is None) or (consent and consent.state != one.consent):
            yield one


@retry_lost_races
async def _note(
    invitation_id: str,
    store: InvitationStore,
    directory: Directory,
    clock: Callable[[], datetime],
) -> None:
    invitation = await store.get(invitation_id)
    if invitation is None or not invitation.guest_id:
        return
    # Asked by itself once more: what is missing in a list may only not be visible there yet.
    consent = await directory.consent_of(invitation.guest_id)
    changed, event = _changed(invitation, consent, clock())
    if changed != invitation:
        await store.save(changed, event)


def _changed(
    invitation: Invitation, consent: Consent | None, now: datetime
) -> tuple[Invitation, Event | None]:
    if consent is None:
        if invitation.state not in OPEN or invitation.guest_gone:
            return invitation, None
        gone = Event("GuestGone", now, BY, {"guest": invitation.guest_id})
        return invitation.having(guest_gone=True), gone
    known = invitation.having(
        guest_gone=False, consent=consent.state, consent_changed=consent.changed
    )
    redeemed = consent.state == "Accepted" != invitation.consent
    return known, Event("GuestRedeemed", now, BY) if redeemed else None
