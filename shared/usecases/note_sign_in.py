"""Note on an invitation that its guest could not sign in, for whoever helps the guest."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from shared.domain.errors import Unavailable
from shared.domain.invitation import Event
from shared.domain.kinds import SIGN_IN_FAILED
from shared.usecases.ports import InvitationStore
from shared.usecases.trying import retry_lost_races

log = logging.getLogger(__name__)
BY = "RedeemInvitation"
EVERY = timedelta(hours=1)
# Whoever has the link can fail as often as they like: a history stays readable.
MOST = 100


async def note_sign_in_problem(
    invitation_id: str,
    why: str,
    code: str,
    *,
    store: InvitationStore,
    clock: Callable[[], datetime],
) -> bool:
    """Return whether it was noted: once an hour for each reason, MOST times in all.

    `why` is the reason of a SignInFailed, or "wrong_account"; nothing is noted of who tried. To
    be called for an answer of Microsoft's to a question of ours alone, never for a mere link. It
    never raises: the guest's page does not depend on it.
    """
    try:
        return await _note(invitation_id, why, code, store, clock())
    except Unavailable as outage:
        log.warning("A failed sign-in could not be noted: %s", outage)
        return False


@retry_lost_races
async def _note(
    invitation_id: str, why: str, code: str, store: InvitationStore, now: datetime
) -> bool:
    invitation = await store.get(invitation_id)
    if invitation is None or invitation.erasing or invitation.erased:
        return False
    # The history is read after the row: what is added meanwhile makes the row another one.
    noted = [one for one in await store.history(invitation_id) if one.kind == SIGN_IN_FAILED]
    lately = any(one.details.get("why") == why and now - one.at < EVERY for one in noted)
    if lately or len(noted) >= MOST:
        return False
    details = {"why": why} | ({"code": code} if code else {})
    await store.save(invitation, Event(SIGN_IN_FAILED, now, BY, details))
    return True
