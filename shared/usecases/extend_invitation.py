"""Give an open invitation more time; one that ran out opens again, if its address is free."""

from collections.abc import Callable
from datetime import datetime, timedelta

from shared.domain.caller import Caller
from shared.domain.errors import Fault, IllegalTransition, InvalidRequest
from shared.domain.invitation import LONGEST_DAYS, OPEN, Event, Invitation
from shared.usecases.blocks import BlockStore, check_not_blocked
from shared.usecases.ports import InvitationStore
from shared.usecases.read_invitation import check_not_erased, found
from shared.usecases.trying import retry_lost_races


@retry_lost_races
async def extend_invitation(
    text: str,
    days: int,
    caller: Caller,
    *,
    store: InvitationStore,
    blocks: BlockStore,
    clock: Callable[[], datetime],
) -> Invitation:
    """Return the invitation, which runs out `days` from now.

    That is LONGEST_DAYS at most after it was made or resent, and later than so far. Raises
    InvitationNotFound, IllegalTransition, InvalidRequest, AddressBlocked, AddressAlreadyInvited
    (it ran out and somebody else invited the guest since), or Unavailable.
    """
    invitation, now = await found(text, caller, store), clock()
    until = now + timedelta(days=days)
    _check(invitation, until, now)
    address, organisation = invitation.guest.email, invitation.organisation
    if invitation.expired(now):
        await check_not_blocked(address, organisation, store=blocks)
    # Always: it may run out, and its address be taken, before this is stored.
    await store.reclaim(invitation, address, now)
    details = {"before": invitation.expires.isoformat(), "until": until.isoformat()}
    event = Event("InvitationExtended", now, caller.name, details)
    return await store.save(invitation.having(expires=until), event)


def _check(invitation: Invitation, until: datetime, now: datetime) -> None:
    check_not_erased(invitation)
    if invitation.state not in OPEN:
        raise IllegalTransition(f"It is {invitation.state} and runs out no more.")
    latest = invitation.begun + timedelta(days=LONGEST_DAYS)
    if until > latest:
        most = max((latest - now).days, 0)
        told = (
            f"may be {most} at most: an invitation runs {LONGEST_DAYS} days from when it was sent"
        )
        raise InvalidRequest(Fault("/days", told))
    if until <= invitation.expires:
        raise InvalidRequest(Fault("/days", "may not be fewer than it runs already"))
