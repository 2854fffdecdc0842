"""What the life of invitations needs of their store, beside `InvitationStore`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from shared.domain.invitation import Event, Invitation
from shared.domain.letter import Letter


class LifeStore(Protocol):
    """Succession, what is due, and erasing. All raise Unavailable if storage is down."""

    async def succeed(
        self,
        before: Invitation,
        ended: Event,
        after: Invitation,
        made: Event,
        *letters: Letter,
    ) -> tuple[Invitation, Invitation]:
        """Store the end of one invitation and its successor in one transaction.

        Their ids begin alike (`letter_id`), so that they share a partition. Raises LostRace if
        the first one changed since, or the second one is there.
        """

    def to_remind(self, now: datetime) -> AsyncIterator[str]:
        """Return the ids of those whose guests are due to be reminded."""

    def ended(self, before: datetime) -> AsyncIterator[str]:
        """Return the ids of those that ended before that time and are not erased."""

    def about(self, address: str) -> AsyncIterator[str]:
        """Return the ids of those that name the address in any way, each once."""

    async def sending(self, operation_id: str) -> bool:
        """Return whether an e-mail still waits to be sent under that id (`Letter.id`)."""

    async def letters(self, invitation_id: str) -> list[Letter]:
        """Return the e-mails of the invitation."""

    async def rewrite(
        self, invitation: Invitation, event: Event, history: Sequence[Event], gone: Sequence[Letter]
    ) -> Invitation:
        """Store the invitation with another history, `event` at its end, and without e-mails.

        Raises LostRace if it changed since it was read.
        """

    async def forget_claim(self, invitation: Invitation) -> None:
        """Delete what holds the address of the guest in the index, if it is this invitation's."""
