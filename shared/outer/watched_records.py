"""The store of invitations as the app uses it: it says what is stored, and about whom."""

from shared.domain.invitation import Event, Invitation, Link
from shared.domain.letter import Letter
from shared.outer.steps import tell
from shared.outer.telling_table import TellingInvitationTable
from shared.telemetry.operation import about


class WatchedInvitations(TellingInvitationTable):
    """A TellingInvitationTable that records steps; it makes no call of its own."""

    async def get(self, invitation_id: str) -> Invitation | None:
        """Return the invitation, which the work at hand is about."""
        about(invitation_id)
        return await super().get(invitation_id)

    async def link(self, invitation_id: str) -> Link | None:
        """Return as much as the link needs of the invitation, which the work at hand is about."""
        about(invitation_id)
        return await super().link(invitation_id)

    async def add(self, invitation: Invitation, event: Event) -> Invitation:
        """Store it; a faster twin has told its own step."""
        stored = await super().add(invitation, event)
        if stored.created == invitation.created:
            tell(stored, event)
        return stored

    async def save(
        self, invitation: Invitation, event: Event | None = None, *letters: Letter
    ) -> Invitation:
        """Store it, then tell the step."""
        stored = await super().save(invitation, event, *letters)
        if event is not None:
            tell(stored, event)
        return stored
