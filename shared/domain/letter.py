"""The e-mails that an invitation causes, each with a fate of its own."""

import dataclasses
import enum
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from shared.domain.invitation import EmailFate, Invitation, Person

_PREFIX = 3
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Kind(enum.StrEnum):
    """What an e-mail is about, and so whom it is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    SUPERSEDED = "superseded"
    WELCOME = "welcome"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    BOUNCED = "bounced"
    CODE = "code"


TO_INVITER = frozenset({Kind.ACCEPTED, Kind.COMPLETED, Kind.BOUNCED})
# What the guest must get to be able to accept: if it does not arrive, the inviter is told.
CARRIES_LINK = frozenset({Kind.INVITATION, Kind.REMINDER})


@dataclass(frozen=True)
class Letter:
    """One e-mail. Its id is the provider's operation id and the local part of its Message-ID.

    `fate_at` is the time of the report that the fate comes from, `reason` the provider's words.
    `ticket` is that of the queue message that may send it, as `Invitation.send_ticket`.
    """

    id: str
    kind: Kind
    invitation_id: str
    to: Person
    language: str
    created: datetime
    fate: EmailFate = EmailFate.QUEUED
    fate_at: datetime = _LONG_AGO
    reason: str = ""
    ticket: str = ""
    version: str = field(default="", compare=False)

    def having(self, **changes: Any) -> "Letter":
        """Return the letter with other fields."""
        return dataclasses.replace(self, **changes)


def letter_id(invitation_id: str, new_id: str) -> str:
    """Return an id for an e-mail of the invitation, from a fresh random GUID.

    It begins like the invitation's, for they share a partition (design.md, Storage): a delivery
    report, which knows the e-mail's id alone, finds the row by it. The 12 bits that are shared
    tell next to nothing of the invitation's 122.
    """
    return invitation_id[:_PREFIX] + new_id[_PREFIX:]


def letter_to(kind: Kind, invitation: Invitation, new_id: str, now: datetime) -> Letter:
    """Return a letter to the inviter or the guest of the invitation, whom its kind is for."""
    to = invitation.inviter if kind in TO_INVITER else invitation.guest
    return Letter(
        letter_id(invitation.id, new_id), kind, invitation.id, to, invitation.language, now
    )
