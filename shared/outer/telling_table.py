"""The stores of invitations that have other systems hear of what they store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.domain.happening import TYPES
from shared.domain.invitation import Event, Invitation
from shared.domain.letter import Letter
from shared.outer.audit.index import AuditIndex
from shared.outer.invitation_table import InvitationTable
from shared.outer.life_table import LifeTable
from shared.outer.listing.notes import Notes
from shared.outer.tables import Table
from shared.usecases.happenings import Happening, HappeningQueue


@dataclass(frozen=True)
class Teller:
    """Announces events before they are stored; what is never stored is never published.

    `queue` is made when it is first needed: a click on a link stores nothing.
    """

    queue: Callable[[], HappeningQueue]
    clock: Callable[[], datetime]

    async def announce(self, invitation: Invitation, event: Event) -> None:
        """Put a message for the next event of the invitation, if others are to hear of it."""
        if event.kind in TYPES:
            number = invitation.event_count + 1
            await self.queue().send(
                Happening(invitation.id, number, self.clock(), event.kind, event.at)
            )


class TellingInvitationTable(InvitationTable):
    """An InvitationTable that announces each event before it stores it."""

    def __init__(
        self,
        invitations: Table,
        index: Table,
        notes: Notes | None = None,
        audit: AuditIndex | None = None,
        *,
        teller: Teller,
    ) -> None:
        super().__init__(invitations, index, notes, audit)
        self._teller = teller

    async def save(
        self, invitation: Invitation, event: Event | None = None, *letters: Letter
    ) -> Invitation:
        """Announce and store."""
        if event is not None:
            await self._teller.announce(invitation, event)
        return await super().save(invitation, event, *letters)


class TellingLifeTable(LifeTable):
    """A LifeTable that announces the end of an invitation before its successor takes its place.

    Of the successor, the message tells that has it sent, as of every invitation that is made.
    """

    def __init__(
        self,
        invitations: Table,
        index: Table,
        notes: Notes | None = None,
        audit: AuditIndex | None = None,
        *,
        teller: Teller,
    ) -> None:
        super().__init__(invitations, index, notes, audit)
        self._teller = teller

    async def succeed(
        self,
        before: Invitation,
        ended: Event,
        after: Invitation,
        made: Event,
        *letters: Letter,
    ) -> tuple[Invitation, Invitation]:
        """Announce and store."""
        await self._teller.announce(before, ended)
        return await super().succeed(before, ended, after, made, *letters)
