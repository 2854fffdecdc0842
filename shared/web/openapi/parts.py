"""What an operation's description is made of."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

JSON = "application/json"
CSV = "text/csv"
HTML = "text/html"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Parameter:
    """A parameter: where it stands (`path`, `query`, `header`), and the schema of its text.

    `key_needs` says that it is required with a function key, of which nobody knows whose it is; of
    a token it is known, and for a person's this may say anything.
    """

    name: str
    place: str
    schema: dict[str, Any]
    description: str = ""
    required: bool = False
    key_needs: bool = False

    def written(self, *, entra: bool) -> dict[str, Any]:
        """Return it as the document has it."""
        return {
            "name": self.name,
            "in": self.place,
            "required": self.required or self.place == "path" or (self.key_needs and not entra),
            "description": self.description,
            "schema": {"type": "string"} if self.key_needs and entra else self.schema,
        }


@dataclass(frozen=True)
class Body:
    """A body in JSON of that shape, or else a file of one of the media types `files`."""

    shape: type[msgspec.Struct] | None = None
    example: msgspec.Struct | None = None
    required: bool = True
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """Where an answer leads: to operations, with parameters taken from it or from its request."""

    operations: tuple[str, ...]
    parameters: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """What is answered when all goes well."""

    description: str
    shape: type[msgspec.Struct] | None = None
    example: msgspec.Struct | None = None
    headers: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Described:
    """An operation that is there for keys and for tokens, or for anybody if it is `open`.

    `name` and `path` are those of its function for keys. `refuses` are the statuses of problem
    documents beside those that every operation has, `refuses_tokens` those that only callers with
    a token meet.
    """

    name: str
    method: str
    path: str
    tag: str
    summary: str
    answers: dict[int, Answer]
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    refuses: tuple[int, ...] = ()
    refuses_tokens: tuple[int, ...] = ()
    description: str = ""
    entra_path: str = field(default="")
    open: bool = False

    def at_entra(self) -> tuple[str, str]:
        """Return the name and the path that it has for tokens."""
        return f"Entra{self.name}", self.entra_path or f"/entra{self.path}"


# What can be done with an invitation, by its id.
ON_INVITATION = (
    "GetInvitation",
    "ResendInvitation",
    "CorrectAddress",
    "ExtendInvitation",
    "RevokeInvitation",
    "DeleteInvitation",
)
ID = Parameter("id", "path", {"type": "string", "format": "uuid"}, "The id of the invitation.")
IMPORT_ID = Parameter("id", "path", {"type": "string", "format": "uuid"}, "The id of the import.")
KEY = Parameter(
    "Idempotency-Key",
    "header",
    {"type": "string", "maxLength": 255, "pattern": "^[ -~]*$"},
    "With it, the same request can be sent again within 24 hours; it does nothing twice.",
)
FLAG = {"type": "string", "enum": ["", "true", "false"]}
