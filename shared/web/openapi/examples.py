"""Examples: of the shapes themselves, so that they cannot be of another one."""

from shared.usecases.imports.model import Fate, Stage
from shared.web.invitation_body import CompanyBody, InvitationBody, PersonBody
from shared.web.shapes.bodies import AddressBody, AddressedBody, ExtendBody, ResendBody, RevokeBody
from shared.web.shapes.common import HistoryEvent, NamedPerson
from shared.web.shapes.imports import (
    ImportCounts,
    ImportProgress,
    ImportResult,
    Preview,
    ReadAs,
    ResultRow,
    RowProblem,
    ShownImport,
    ToldRow,
)
from shared.web.shapes.invitations import Line, List, Made, MadeGuest, ShownGuest, ShownInvitation
from shared.web.shapes.people import KeptBlock, KeptCompany, PersonErased, PersonExport

ID = _ID = "0f5d8a4e-6f0b-4b69-9a53-3f6a5f4f8f10"
_GUEST_ID = "6a5b7c1d-52e8-4f5e-9d3a-08c1f0a7b2e4"
_LINK = f"https://invite.example.org/api/InviteUser?invitationId={_ID}"
_MADE, _ENDS = "2026-11-02T08:30:00+00:00", "2026-12-02T08:30:00+00:00"
_WILLY = "willy.urs@example.com"
# Not Willy: whoever tries one example after the other would erase him in between.
_FORMER = "former.guest@example.com"
_TAMER = "tamer@example.org"

INVITATION = InvitationBody(
    guest=PersonBody(_WILLY, "Willy URS"),
    inviter=PersonBody(_TAMER, "Mohamed-Nour, Tamer"),
    organisation="GFMS",
    language="fr",
    company=CompanyBody(legalName="URS Mechanik AG", country="CH", city="Biel"),
)
REVOKE = RevokeBody(by=_TAMER)
RESEND = ResendBody(by=_TAMER, language="fr")
ADDRESS = AddressBody(email="willy@example.com", by=_TAMER)
EXTEND = ExtendBody(days=14, by=_TAMER)
PERSON = AddressedBody(address=_FORMER, by="privacy@example.org")

MADE = Made(
    invitationId=_ID,
    reference="e42695b0a0f6d58ce6f87145db077028",
    state="queued",
    link=_LINK,
    expires=_ENDS,
    guest=MadeGuest(_GUEST_ID, _WILLY),
)
SHOWN = ShownInvitation(
    invitationId=_ID,
    reference="e42695b0a0f6d58ce6f87145db077028",
    state="sent",
    link=_LINK,
    organisation="GFMS",
    guest=ShownGuest(_GUEST_ID, "Willy URS", _WILLY),
    inviter=NamedPerson("Mohamed-Nour, Tamer", _TAMER),
    language="fr",
    created=_MADE,
    expires=_ENDS,
    resent=None,
    reminders=[7],
    predecessor=None,
    successor=None,
    erased=False,
    email="delivered",
    consent=None,
    access=None,
    failure=None,
    history=[HistoryEvent("InvitationQueued", _MADE, "system", {})],
)
LIST = List(
    [
        Line(
            invitationId=_ID,
            state="sent",
            link=_LINK,
            organisation="GFMS",
            guest=NamedPerson("Willy URS", _WILLY),
            inviter=NamedPerson("Mohamed-Nour, Tamer", _TAMER),
            company="URS Mechanik AG",
            language="fr",
            created=_MADE,
            expires=_ENDS,
            email="delivered",
        )
    ],
    None,
)
_FILE = ReadAs(name="guests.csv", encoding="utf-8", separator=",", template="", unknownColumns=[])
PREVIEW = Preview(
    importId=_ID,
    stage=Stage.PREVIEWED.value,
    organisation="GFMS",
    by="",
    created=_MADE,
    confirmed=None,
    rows=2,
    counts=ImportCounts(ready=1, invited=0, alreadyInvited=0, blocked=0, refused=1),
    file=_FILE,
    problems=[
        ToldRow(
            3,
            "willy.urs@",
            Fate.REFUSED.value,
            problems=[RowProblem("A", "email", "is no e-mail address")],
        )
    ],
    problemsLeftOut=0,
)
IMPORT = ShownImport(
    importId=_ID,
    stage=Stage.DONE.value,
    organisation="GFMS",
    by="",
    created=_MADE,
    confirmed=_MADE,
    rows=2,
    counts=ImportCounts(ready=0, invited=2, alreadyInvited=0, blocked=0, refused=0),
    file=_FILE,
    progress=ImportProgress(2, 2),
)
RESULT = ImportResult(
    _ID, Stage.DONE.value, [ResultRow(2, _WILLY, "Willy URS", Fate.INVITED.value, _LINK, "")]
)
EXPORT = PersonExport(
    address=_FORMER,
    invitations=[],
    companies=[KeptCompany("GFMS", "URS Mechanik AG", "Willy URS", _FORMER, "")],
    blocks=[KeptBlock("*", _MADE)],
    imports=[],
)
ERASED = PersonErased(
    person="erased-1c9f4e7d2b",
    erased=[_ID],
    changed=[],
    companies=[],
    imports=[],
    directory={_GUEST_ID: "deleted"},
    blocksKept=0,
    more=False,
)
