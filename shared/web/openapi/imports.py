"""The operations on imports."""

from shared.web.openapi import examples
from shared.web.openapi.parts import (
    CSV,
    FLAG,
    IMPORT_ID,
    JSON,
    XLSX,
    Answer,
    Body,
    Described,
    Parameter,
)
from shared.web.shapes.imports import ImportResult, Preview, ShownImport

_TEMPLATES = ["invitations.csv", "invitations.xlsx", "entra.csv"]
_PARTIAL = Parameter("partial", "query", FLAG, "`true`: leave out the rows with problems.")


def _text(name: str, description: str) -> Parameter:
    return Parameter(name, "query", {"type": "string"}, description)


OPERATIONS = (
    Described(
        "ImportInvitations",
        "POST",
        "/Invitations/import",
        "Imports",
        "Look at a file of guests, and invite them with confirm=true",
        {
            200: Answer(
                "What would be sent to how many.", Preview, examples.PREVIEW, ("Location",)
            ),
            202: Answer("The rows are accepted.", ShownImport, examples.IMPORT, ("Location",)),
        },
        (
            _text("organisation", "The inviting organisation; a token's own without it."),
            _text("inviterName", "On whose behalf."),
            _text("inviterEmail", "On whose behalf."),
            _text("language", "For rows without their own."),
            _text("message", "For rows without their own."),
            _text("charset", "The encoding, where it is not found rightly."),
            _text("name", "The name of the file, for the record."),
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
        {202: Answer("The rows are accepted.", ShownImport, examples.IMPORT, ("Location",))},
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
                {"type": "string", "enum": ["json", "csv"], "default": "json"},
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
