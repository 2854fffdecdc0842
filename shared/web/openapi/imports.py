"""The operations on imports."""

from typing import Any

from shared.domain.sheets.encoding import LONGEST_CHARSET
from shared.web.openapi import examples, rules
from shared.web.openapi.parts import (
    CSV,
    FLAG,
    IMPORT_ID,
    JSON,
    XLSX,
    Answer,
    Body,
    Described,
    Link,
    Parameter,
)
from shared.web.shapes.imports import ImportResult, Preview, ShownImport

_TEMPLATES = ["invitations.csv", "invitations.xlsx", "entra.csv"]
_PARTIAL = Parameter("partial", "query", FLAG, "`true`: leave out the rows with problems.")

_BY_ID = {"id": "$response.body#/importId"}
_LOOKING = ("ImportProgress", "ImportResult")
_ACCEPTED = Answer(
    "The rows are accepted.",
    ShownImport,
    examples.IMPORT,
    ("Location",),
    links=(Link(_LOOKING, _BY_ID),),
)


def _text(
    name: str, description: str, longest: int, *, key_needs: bool = False, **rule: Any
) -> Parameter:
    schema = {"type": "string", "maxLength": longest} | rule
    return Parameter(name, "query", schema, description, key_needs=key_needs)


_HIS = "The inviter's, on whose behalf; a person's token says so itself."


OPERATIONS = (
    Described(
        "ImportInvitations",
        "POST",
        "/Invitations/import",
        "Imports",
        "Look at a file of guests, and invite them with confirm=true",
        {
            200: Answer(
                "What would be sent to how many.",
                Preview,
                examples.PREVIEW,
                ("Location",),
                links=(Link(("ImportConfirm", *_LOOKING), _BY_ID),),
            ),
            202: _ACCEPTED,
        },
        (
            _text(
                "organisation",
                "The inviting organisation; with a token, its own without this.",
                120,
                key_needs=True,
                pattern=rules.NAME,
            ),
            _text("inviterName", _HIS, 120, key_needs=True, pattern=rules.NAME),
            _text("inviterEmail", _HIS, 254, key_needs=True, **rules.address(rules.MAIL)),
            _text("language", "For rows without their own.", 35, **rules.language()),
            _text("message", "For rows without their own.", 2000, pattern=rules.LINES),
            _text(
                "charset",
                "The encoding, such as utf-8, where it is not found rightly.",
                LONGEST_CHARSET,
            ),
            Parameter(
                "name",
                "query",
                {"type": "string"},
                "The name of the file, for the record; what is longer than 200 is cut off.",
            ),
            Parameter("confirm", "query", FLAG, "`true`: without a preview."),
            _PARTIAL,
        ),
        Body(files=(CSV, XLSX)),
        (400, 409, 413, 422, 429),
    ),
    Described(
        "ImportConfirm",
        "POST",
        "/Imports/{id}/confirm",
        "Imports",
        "Invite the guests of a previewed file",
        {202: _ACCEPTED},
        (IMPORT_ID, _PARTIAL),
        refuses=(404, 409, 422, 429),
    ),
    Described(
        "ImportProgress",
        "GET",
        "/Imports/{id}",
        "Imports",
        "Show how far an import is",
        {200: Answer("The import.", ShownImport, examples.IMPORT, ("Location",))},
        (IMPORT_ID,),
        refuses=(404,),
    ),
    Described(
        "ImportResult",
        "GET",
        "/Imports/{id}/result",
        "Imports",
        "Show what became of each row",
        {200: Answer("A line for each row.", ImportResult, examples.RESULT, files=(CSV,))},
        (
            IMPORT_ID,
            Parameter(
                "format",
                "query",
                {"type": "string", "enum": ["", "json", "csv"], "default": "json"},
                f"{JSON} or a file.",
            ),
        ),
        refuses=(404, 422),
    ),
    Described(
        "ImportTemplate",
        "GET",
        "/ImportTemplates/{name}",
        "Imports",
        "Get a file to fill in",
        {200: Answer("The file.", headers=("Content-Disposition",), files=(CSV, XLSX))},
        (Parameter("name", "path", {"type": "string", "enum": _TEMPLATES}, "Which one."),),
        refuses=(404,),
    ),
)
