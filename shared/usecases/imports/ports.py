"""What imports need from outside; `shared/outer` has the real ones."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from shared.domain.invitation import Event, Invitation
from shared.usecases.imports.model import Import, Lot, Progress


@dataclass(frozen=True)
class ImportTask:
    """A message that tells to go on with an import."""

    import_id: str
    attempt: int = 0


@dataclass(frozen=True)
class Draft:
    """An invitation that is about to be made, and what tells its row from others."""

    invitation: Invitation
    fingerprint: str


class ImportStore(Protocol):
    """Imports and their lots. All raise Unavailable if storage is down."""

    async def add(self, import_: Import, lots: Sequence[Lot]) -> Import:
        """Store a new import; its lots are there before it is."""

    async def get(self, import_id: str) -> Import | None:
        """Return the import, or None."""

    async def save(self, import_: Import) -> Import:
        """Store a change; raise LostRace if it changed since."""

    async def open_lots(self, import_id: str) -> list[int]:
        """Return the numbers of the lots that are not done, in order."""

    async def lot(self, import_id: str, number: int) -> Lot | None:
        """Return a lot, or None."""

    async def save_lot(self, lot: Lot) -> None:
        """Store what became of its rows; raise LostRace if it changed since."""

    async def progress(self, import_id: str) -> Progress:
        """Return how far it is."""

    def lots(self, import_id: str) -> AsyncIterator[Lot]:
        """Return the lots in order."""


class ManyInvitations(Protocol):
    """Invitations by the hundred. All raise Unavailable if storage is down."""

    async def blocked(
        self, organisation: str, addresses: Collection[str] | None = None
    ) -> Collection[str]:
        """Return the hashes of addresses whose owners want no invitation of the organisation.

        Of `addresses`, or, in fewer calls than for thousands of those, of all that there are.
        """

    async def invited(
        self, organisation: str, wanted: Mapping[str, str], now: datetime
    ) -> dict[str, str]:
        """Return the invitations that have one of the addresses already, by address.

        `wanted` says each address's fingerprint: what was invited with the same one counts as
        invited, whatever became of it since.
        """

    async def claim(self, drafts: Sequence[Draft], now: datetime) -> dict[str, str]:
        """Hold the addresses; return the invitations that have one already, by address.

        A draft that holds its address already, from a try that crashed, goes on holding it.
        Raises Unavailable while somebody else's create holds one of the addresses.
        """

    async def add(self, invitations: Sequence[Invitation], event: Event) -> None:
        """Store them, each with its first event; those that are there already stay as they are."""


class ImportQueue(Protocol):
    """Work for the function that goes on with imports."""

    async def send(self, task: ImportTask, delay: timedelta = timedelta()) -> None:
        """Put the task on the queue, invisible for `delay`."""


class SenderQueue(Protocol):
    """Where the e-mails of many invitations are asked for with one message."""

    async def send_many(
        self, invitation_ids: Sequence[str], now: datetime, delay: timedelta = timedelta()
    ) -> None:
        """Put one message for all of them on the queue, invisible for `delay`."""
