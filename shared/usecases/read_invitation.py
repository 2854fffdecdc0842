"""Read an invitation with its history, for whoever looks after it."""

from shared.domain.caller import Caller
from shared.domain.errors import InvitationErased, InvitationNotFound
from shared.domain.invitation import Event, Invitation
from shared.domain.keys import invitation_id
from shared.usecases.ports import InvitationStore


async def found(text: str, caller: Caller, store: InvitationStore) -> Invitation:
    """Return the invitation; raise InvitationNotFound.

    A malformed id, an unknown one and one that the caller may not see are not told apart.
    """
    id_ = invitation_id(text)
    invitation = await store.get(id_) if id_ else None
    if invitation is None or not caller.may_see(invitation):
        raise InvitationNotFound
    return invitation


def check_not_erased(invitation: Invitation) -> None:
    """Raise InvitationErased for an invitation of which only the record is left."""
    if invitation.erasing:
        raise InvitationErased("The invitation was erased. Make a new one.")


async def read_invitation(
    text: str, *, caller: Caller, store: InvitationStore
) -> tuple[Invitation, list[Event]]:
    """Return the invitation and its events, oldest first; raise InvitationNotFound."""
    invitation = await found(text, caller, store)
    return invitation, await store.history(invitation.id)
