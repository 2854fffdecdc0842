"""The store of successions and ends as the app uses it: it says what is stored."""

from collections.abc import Sequence

from shared.domain.invitation import Event, Invitation
from shared.domain.letter import Letter
from shared.outer.steps import tell
from shared.outer.telling_table import TellingLifeTable


class WatchedLife(TellingLifeTable):
    """A TellingLifeTable that records steps."""

    async def succeed(
        self,
        before: Invitation,
        ended: Event,
        after: Invitation,
        made: Event,
        *letters: Letter,
    ) -> tuple[Invitation, Invitation]:
        """Store both, then tell their steps."""
        closed, opened = await super().succeed(before, ended, after, made, *letters)
        tell(closed, ended)
        tell(opened, made)
        return closed, opened

    async def rewrite(
        self, invitation: Invitation, event: Event, history: Sequence[Event], gone: Sequence[Letter]
    ) -> Invitation:
        """Store it, then tell the step."""
        stored = await super().rewrite(invitation, event, history, gone)
        tell(stored, event)
        return stored
