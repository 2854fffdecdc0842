"""An import: a file of invitations that is looked at first and accepted lot by lot then."""

import dataclasses
import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.domain.caller import Caller
from shared.domain.keys import organisation_key
from shared.usecases.create_invitation import InviteGuest

LOT = 100  # rows that are accepted together
PREVIEW_LIFE = timedelta(days=1)


class Stage(enum.StrEnum):
    """How far an import is; `done` follows from its lots, and nobody is shown one in `erasing`."""

    PREVIEWED = "previewed"
    CONFIRMED = "confirmed"
    DONE = "done"
    FAILED = "failed"
    ERASING = "erasing"


class Fate(enum.StrEnum):
    """What became, or will become, of a row."""

    READY = "ready"
    INVITED = "invited"
    ALREADY = "already-invited"
    BLOCKED = "blocked"
    REFUSED = "refused"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, and in which column of the file."""

    column: str  # its letter, empty where the file has no such column
    heading: str
    detail: str


@dataclass(frozen=True)
class Row:
    """A row of the file; `invitation_id` is its own, or the one that has the address already.

    `command` is there as long as the row is to be accepted.
    """

    number: int
    email: str
    name: str
    fate: Fate = Fate.READY
    problems: tuple[Problem, ...] = ()
    invitation_id: str = ""
    command: InviteGuest | None = None

    def ended(self, fate: Fate, invitation_id: str = "") -> "Row":
        """Return the row with what became of it."""
        return dataclasses.replace(self, fate=fate, invitation_id=invitation_id, command=None)


@dataclass(frozen=True)
class Counts:
    """How many rows have which fate."""

    ready: int = 0
    invited: int = 0
    already: int = 0
    blocked: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        """Return how many there are."""
        return self.ready + self.invited + self.already + self.blocked + self.refused

    def __add__(self, other: "Counts") -> "Counts":
        sums = {
            one.name: getattr(self, one.name) + getattr(other, one.name)
            for one in dataclasses.fields(Counts)
        }
        return Counts(**sums)


def counted(rows: Iterable[Row]) -> Counts:
    """Return how many rows have which fate."""
    found = Counter(row.fate for row in rows)
    return Counts(
        found[Fate.READY],
        found[Fate.INVITED],
        found[Fate.ALREADY],
        found[Fate.BLOCKED],
        found[Fate.REFUSED],
    )


@dataclass(frozen=True)
class Import:
    """An import. `previewed` counts the rows as the preview showed them.

    `inviter` is the address on whose behalf the rows are invited, and whose quota they spend.
    `confirmed` is the time at which all its invitations are made. `version` is the store's mark.
    """

    id: str
    organisation: str
    by: str
    created: datetime
    lots: int
    previewed: Counts
    stage: Stage = Stage.PREVIEWED
    confirmed: datetime | None = None
    partial: bool = False
    failure: str = ""
    inviter: str = ""
    read_as: dict[str, Any] = field(default_factory=dict)
    version: str = field(default="", compare=False)

    def having(self, **changes: Any) -> "Import":
        """Return the import with other fields."""
        return dataclasses.replace(self, **changes)

    def seen_by(self, caller: Caller) -> bool:
        """Return whether the import exists for the caller."""
        own = organisation_key(caller.organisation) if caller.organisation else None
        return caller.admin or own == organisation_key(self.organisation)


@dataclass(frozen=True)
class Lot:
    """Rows that are accepted together. `version` is the store's mark."""

    import_id: str
    number: int
    rows: tuple[Row, ...]
    done: bool = False
    version: str = field(default="", compare=False)


@dataclass(frozen=True)
class Progress:
    """How far an import is: how many lots are done, and the rows by their fates now."""

    lots_done: int
    counts: Counts
