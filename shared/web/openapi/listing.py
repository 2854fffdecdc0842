"""The operations on the list of invitations."""

from shared.domain.invitation import EmailFate
from shared.usecases.listing import LARGEST_PAGE, SHOWN_STATES
from shared.web.list_query import LONGEST, PAGE
from shared.web.openapi import examples
from shared.web.openapi.parts import CSV, XLSX, Answer, Described, Link, Parameter
from shared.web.shapes.invitations import List

# A parameter that is there without a value is as if it were not there.
_EMPTY = {"const": ""}
_DAY = {"anyOf": [{"type": "string", "format": "date"}, _EMPTY]}


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
    "format",
    "query",
    {"type": "string", "enum": ["", "csv", "xlsx"], "default": "csv"},
    "The format.",
)
_LISTED = Answer(
    "A page of the list, newest first.",
    List,
    examples.LIST,
    links=(
        Link(("GetInvitation",), {"id": "$response.body#/items/0/invitationId"}),
        Link(("ListInvitations",), {"continuation": "$response.body#/continuation"}),
    ),
)

OPERATIONS = (
    Described(
        "ListInvitations",
        "GET",
        "/Invitations",
        "Invitations",
        "List invitations",
        {200: _LISTED},
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
)
