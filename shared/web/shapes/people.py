"""What is kept about a person, and what was erased, as systems read it."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from shared.web.shapes.common import HistoryEvent, Id, Moment, NamedPerson


class KeptGuest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The person as the guest of an invitation."""

    id: str
    name: str
    email: str


class KeptContact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The person as the contact of a company."""

    name: str
    email: str


class KeptChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the guest put right."""

    field: str
    registered: str
    confirmed: str


class KeptFailure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What failed last."""

    reason: str
    answer: str


class KeptEmail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An e-mail to the person."""

    kind: str
    at: Moment
    name: str
    address: str
    fate: str
    reason: str


class KeptInvitation(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"roles_as": "as"}
):
    """An invitation: the person's own whole, of others what says something of the person."""

    invitationId: Id  # noqa: N815 - the names of the wire
    organisation: str
    created: Moment
    state: str
    roles_as: list[Literal["guest", "inviter", "contact", "mentioned"]]
    history: list[HistoryEvent]
    emails: list[KeptEmail]
    guest: KeptGuest | UnsetType = UNSET
    inviter: NamedPerson | UnsetType = UNSET
    contact: KeptContact | UnsetType = UNSET
    language: str | UnsetType = UNSET
    message: str | UnsetType = UNSET
    company: dict[str, str] | UnsetType = UNSET
    changes: list[KeptChange] | UnsetType = UNSET
    roles: list[str] | UnsetType = UNSET
    expires: Moment | UnsetType = UNSET
    email: str | UnsetType = UNSET
    consent: str | UnsetType = UNSET
    tenant: str | UnsetType = UNSET
    failure: KeptFailure | UnsetType = UNSET


class KeptCompany(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A company that the person is the contact of."""

    organisation: str
    legalName: str  # noqa: N815
    contactName: str  # noqa: N815
    contactEmail: str  # noqa: N815
    phone: str


class KeptBlock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A block of the person's; `*` is every organisation."""

    organisation: str
    since: Moment


class KeptImportRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The person's row of an imported file; what it says besides is there while it waits."""

    row: int
    email: str
    name: str
    result: str
    problems: list[str]
    language: str | UnsetType = UNSET
    message: str | UnsetType = UNSET
    company: dict[str, str] | UnsetType = UNSET


class KeptImport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An import that names the person: as its inviter, in rows of their own, or in others'."""

    importId: Id  # noqa: N815
    organisation: str
    created: Moment
    file: str
    inviter: bool
    rows: list[KeptImportRow]


class PersonExport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that is kept about an address."""

    address: str
    invitations: list[KeptInvitation]
    companies: list[KeptCompany]
    blocks: list[KeptBlock]
    imports: list[KeptImport]


class PersonErased(msgspec.Struct, frozen=True):
    """What was erased; with `more`, the same request goes on."""

    person: str
    erased: list[Id]
    changed: list[Id]
    companies: list[str]
    imports: list[Id]
    directory: dict[str, str]
    blocksKept: int  # noqa: N815
    more: bool
