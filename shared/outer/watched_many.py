"""The store of invitations by the hundred as the app uses it: it says what is stored."""

from collections.abc import Sequence

from shared.domain.invitation import Event, Invitation
from shared.outer.many_invitations import ManyInvitationsTable
from shared.outer.steps import tell


class WatchedMany(ManyInvitationsTable):
    """A ManyInvitationsTable that records steps."""

    async def add(self, invitations: Sequence[Invitation], event: Event) -> None:
        """Store them, then tell the step of each."""
        await super().add(invitations, event)
        for one in invitations:
            tell(one, event)
