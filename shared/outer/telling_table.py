"""The store of invitations that has other systems hear of what it stores."""

from collections.abc import Callable
from datetime import datetime

from shared.domain.happening import TYPES
from shared.domain.invitation import Event, Invitation
from shared.domain.letter import Letter
from shared.outer.invitation_table import InvitationTable
from shared.outer.listing.notes import Notes
from shared.outer.tables import Table
from shared.usecases.happenings import Happening, HappeningQueue


class TellingInvitationTable(InvitationTable):
    """An InvitationTable that announces each event before it stores it.

    `queue` is made when it is first needed: a click on a link stores nothing.
    """

    def __init__(
        self,
        invitations: Table,
        index: Table,
        notes: Notes | None = None,
        *,
        queue: Callable[[], HappeningQueue],
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(invitations, index, notes)
        self._queue = queue
        self._clock = clock

    async def save(
        self, invitation: Invitation, event: Event | None = None, *letters: Letter
    ) -> Invitation:
        """Announce and store; what is announced and not stored is never published."""
        if event is not None and event.kind in TYPES:
            number = invitation.event_count + 1
            await self._queue().send(
                Happening(invitation.id, number, self._clock(), event.kind, event.at)
            )
        return await super().save(invitation, event, *letters)
