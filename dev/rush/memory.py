"""Storage as it behaves, in memory: versions that are lost to whoever was faster."""

import asyncio

from shared.domain.errors import LostRace
from shared.domain.invitation import Event, Invitation
from shared.domain.letter import Letter
from shared.domain.pace import Pace


class MemoryStore:
    """As much of the InvitationStore as sending needs."""

    def __init__(self) -> None:
        self._rows: dict[str, Invitation] = {}

    async def add(self, invitation: Invitation, event: Event) -> Invitation:  # noqa: ARG002 - the port gives it
        """Store a new invitation."""
        await asyncio.sleep(0)
        return self._stored(invitation, 1)

    async def get(self, invitation_id: str) -> Invitation | None:
        """Return the invitation, or None."""
        await asyncio.sleep(0)
        return self._rows.get(invitation_id)

    async def enlist(self, invitation: Invitation) -> None:
        """Nobody looks at a list here."""

    async def save(
        self,
        invitation: Invitation,
        event: Event | None = None,  # noqa: ARG002 - the port gives it
        *letters: Letter,  # noqa: ARG002 - the port gives them
    ) -> Invitation:
        """Store a change; raise LostRace if it changed since."""
        await asyncio.sleep(0)
        if self._rows[invitation.id].version != invitation.version:
            raise LostRace
        return self._stored(invitation, int(invitation.version) + 1)

    def _stored(self, invitation: Invitation, version: int) -> Invitation:
        stored = invitation.having(version=str(version))
        self._rows[invitation.id] = stored
        return stored


class MemoryPace:
    """The PaceStore of `shared/usecases/pacer.py`. `writes` and `lost` count."""

    def __init__(self) -> None:
        self.state = Pace()
        self.writes = 0
        self.lost = 0

    async def read(self) -> tuple[Pace, str]:
        """Return the pace and its version."""
        await asyncio.sleep(0)
        return self.state, self._version

    async def write(self, state: Pace, version: str) -> str:
        """Store a change; raise LostRace if it changed since."""
        await asyncio.sleep(0)
        if version != self._version:
            self.lost += 1
            raise LostRace
        self.state = state
        self.writes += 1
        return self._version

    @property
    def _version(self) -> str:
        return str(self.writes) if self.writes else ""
