"""The operations on invitations and people."""

from shared.domain.invitation import EmailFate
from shared.usecases.listing import LARGEST_PAGE, SHOWN_STATES
from shared.web.invitation_body import InvitationBody
from shared.web.list_query import LONGEST, PAGE
from shared.web.openapi import examples
from shared.web.openapi.parts import CSV, ID, KEY, XLSX, Answer, Body, Described, Parameter
from shared.web.shapes import bodies
from shared.web.shapes.invitations import List, Made, ShownInvitation
from shared.web.shapes.people import PersonErased, PersonExport

# A parameter that is there without a value is as if it were not there.
_EMPTY = {"const": ""}
_DAY = {"anyOf": [{"type": "string", "format": "date"}, _EMPTY]}
_REPLAYED = ("Idempotent-Replayed",)


def _text(name: str, description: str) -> Parameter:
    return Parameter(name, "query", {"type": "string", "maxLength": LONGEST[name]}, description)


_ORGANISATION = _text("organisation", "Whose list; without it, all that the caller may see.")
FILTERS = (
    Parameter(
        "state", "query", {"type": "string", "enum": ["", *SHOWN_STATES]}, "The state as shown."
    ),
    Parameter(
        "email",
        "query",
        {"type": "string", "enum": ["", *(fate.value for fate in EmailFate)]},
        "What became of the e-mail.",
    ),
    _text("inviter", "The inviter's e-mail address."),
    _text("language", "The tag as the invitation has it."),
    Parameter("since", "query", _DAY, "The first day (UTC) on which it was made."),
    Parameter("until", "query", _DAY, "The last day (UTC) on which it was made."),
    _text("search", "Each word begins a word of the guest's name, address or company."),
)
PAGING = (
    _text("continuation", "Where the page before ended."),
    Parameter(
        "size",
        "query",
        {
            "anyOf": [{"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE}, _EMPTY],
            "default": PAGE,
        },
        "Lines of a page.",
    ),
)
_COUNTS = Parameter(
    "counts",
    "query",
    {"enum": ["", "true", "false"]},
    "With the numbers by state, of the whole list.",
)
_FORMAT = Parameter(
    "format", "query", {"type": "string", "enum": ["csv", "xlsx"], "default": "csv"}, "The format."
)


def _shown(text: str, headers: tuple[str, ...] = ()) -> Answer:
    return Answer(text, ShownInvitation, examples.SHOWN, headers)


OPERATIONS = (
    Described(
        "InviteUser",
        "POST",
        "/InviteUser",
        "Invitations",
        "Invite a guest",
        {
            201: Answer(
                "The guest is in the directory, the e-mail is on its way.",
                Made,
                examples.MADE,
                ("Location", *_REPLAYED),
            ),
            202: Answer(
                "The invitation is kept; the queue will make the guest.",
                Made,
                examples.MADE,
                ("Location", *_REPLAYED),
            ),
        },
        (
            KEY,
            Parameter("Prefer", "header", {"type": "string"}, "`respond-async`: leave it to 202."),
        ),
        Body(InvitationBody, examples.INVITATION),
        (400, 409, 413, 422, 429),
        entra_path="/entra/Invitations",
    ),
    Described(
        "ListInvitations",
        "GET",
        "/Invitations",
        "Invitations",
        "List invitations",
        {200: Answer("A page of the list, newest first.", List, examples.LIST)},
        (_ORGANISATION, *FILTERS, *PAGING, _COUNTS),
        refuses=(400, 422),
        refuses_tokens=(404,),
    ),
    Described(
        "ExportInvitations",
        "GET",
        "/Invitations/export",
        "Invitations",
        "Export the list as a file",
        {200: Answer("The file.", headers=("Content-Disposition",), files=(CSV, XLSX))},
        (_ORGANISATION, *FILTERS, _FORMAT),
        refuses=(422,),
        refuses_tokens=(404,),
    ),
    Described(
        "GetInvitation",
        "GET",
        "/Invitations/{id}",
        "Invitations",
        "Show an invitation",
        {200: _shown("The invitation with its history.")},
        (ID,),
        refuses=(404,),
    ),
    Described(
        "DeleteInvitation",
        "DELETE",
        "/Invitations/{id}",
        "Invitations",
        "Withdraw an invitation and erase who is named in it",
        {200: _shown("What is left of it. Again does no harm.")},
        (ID,),
        Body(bodies.RevokeBody, examples.REVOKE, required=False),
        (400, 404, 413, 422),
    ),
    Described(
        "ResendInvitation",
        "POST",
        "/Invitations/{id}/resend",
        "Invitations",
        "Send an invitation again",
        {202: _shown("The invitation, or its successor; the e-mail is on its way.", _REPLAYED)},
        (ID, KEY),
        Body(bodies.ResendBody, examples.RESEND, required=False),
        (400, 404, 409, 413, 422, 429),
    ),
    Described(
        "CorrectAddress",
        "POST",
        "/Invitations/{id}/address",
        "Invitations",
        "Correct a wrong address",
        {202: _shown("The new invitation; its e-mail is on its way.", _REPLAYED)},
        (ID, KEY),
        Body(bodies.AddressBody, examples.ADDRESS),
        (400, 404, 409, 413, 422, 429),
    ),
    Described(
        "ExtendInvitation",
        "POST",
        "/Invitations/{id}/extend",
        "Invitations",
        "Give an invitation more time",
        {200: _shown("The invitation with its new time.")},
        (ID,),
        Body(bodies.ExtendBody, examples.EXTEND),
        (400, 404, 409, 413, 422),
    ),
    Described(
        "RevokeInvitation",
        "POST",
        "/Invitations/{id}/revoke",
        "Invitations",
        "Withdraw an invitation",
        {200: _shown("The withdrawn invitation; its link ends.")},
        (ID,),
        Body(bodies.RevokeBody, examples.REVOKE, required=False),
        (400, 404, 409, 413, 422),
    ),
    Described(
        "ExportPerson",
        "POST",
        "/People/export",
        "People",
        "Export everything about an address",
        {200: Answer("Everything that is kept about it.", PersonExport, examples.EXPORT)},
        (),
        Body(bodies.AddressedBody, examples.PERSON),
        (400, 413, 422),
    ),
    Described(
        "ErasePerson",
        "POST",
        "/People/erase",
        "People",
        "Erase everything about an address",
        {200: Answer("What was erased.", PersonErased, examples.ERASED)},
        (),
        Body(bodies.AddressedBody, examples.PERSON),
        (400, 413, 422),
    ),
)
