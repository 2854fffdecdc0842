"""Invitations as systems read them."""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from shared.web.shapes.common import (
    HistoryEvent,
    Id,
    Link,
    Moment,
    NamedPerson,
    ShownFate,
    ShownState,
)


class MadeGuest(msgspec.Struct, frozen=True):
    """The guest in the directory; without an id while the queue has yet to make it."""

    id: str | None
    email: str


class Made(msgspec.Struct, frozen=True):
    """An invitation that was made."""

    invitationId: Id  # noqa: N815 - the names of the wire
    reference: str
    state: ShownState
    link: Link
    expires: Moment
    guest: MadeGuest


class ShownGuest(msgspec.Struct, frozen=True):
    """The guest, and the guest's id in the directory once there is one."""

    id: str | None
    name: str
    email: str


class Consent(msgspec.Struct, frozen=True):
    """The directory's own state of the guest, and since when."""

    state: str
    changed: str | None


class ShownFailure(msgspec.Struct, frozen=True):
    """What failed last, in plain words and in the service's own."""

    kind: str
    reason: str
    nextStep: str  # noqa: N815
    code: str
    answer: str
    requestId: str  # noqa: N815


class ShownInvitation(msgspec.Struct, frozen=True):
    """An invitation with its history; nothing in it opens the guest's session."""

    invitationId: Id  # noqa: N815
    reference: str
    state: ShownState
    link: Link
    organisation: str
    guest: ShownGuest
    inviter: NamedPerson
    language: str
    created: Moment
    expires: Moment
    resent: Moment | None
    reminders: list[int]
    predecessor: Id | None
    successor: Id | None
    erased: bool
    email: ShownFate
    consent: Consent | None
    access: str | None
    failure: ShownFailure | None
    history: list[HistoryEvent]


class Line(msgspec.Struct, frozen=True):
    """A line of the list."""

    invitationId: Id  # noqa: N815
    state: ShownState
    link: Link
    organisation: str
    guest: NamedPerson
    inviter: NamedPerson
    company: str
    language: str
    created: Moment
    expires: Moment
    email: ShownFate


class List(msgspec.Struct, frozen=True):
    """A page of the list; `continuation` is null on the last one."""

    items: list[Line]
    continuation: str | None
    counts: Annotated[dict[str, int], msgspec.Meta(description="By state.")] | UnsetType = UNSET
