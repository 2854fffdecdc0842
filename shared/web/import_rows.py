"""The rows of a file held against the rules of POST /api/InviteUser, each with all its problems."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec

from shared.domain.caller import Caller
from shared.domain.company import FIELDS
from shared.domain.errors import Fault, InvalidRequest
from shared.domain.import_columns import (
    EMAIL,
    NAME,
    REDIRECT,
    ROLES,
    SEND,
    Columns,
    columns_of,
    known,
)
from shared.domain.sheets.reading import read_sheet
from shared.domain.sheets.sheet import Line, Sheet
from shared.settings import Settings
from shared.usecases.create_invitation import InviteGuest
from shared.usecases.imports.model import Fate, Problem, Row
from shared.web.invitation_body import InvitationBody, place, to_command

# Where Entra's own template leads; here a guest's way goes on with this app's pages.
_MY_APPS = {"myapps.microsoft.com", "myapplications.microsoft.com", "myapps.azure.com"}
_YES = {"", "true", "yes", "1"}
_LENGTH = re.compile(r"Expected `str` of length (>=|<=) (\d+)")
# What stands in for a member that is wrong, so that what else is wrong is found as well.
_STAND_INS = {"/guest/email": "stand-in@example.com", "/guest/name": "-"}
_SHOWN = 254


@dataclass(frozen=True)
class Defaults:
    """What all rows have in common: on whose behalf, and what a row may say otherwise.

    `caller` is who brings the file, and must be allowed to invite on that behalf.
    """

    organisation: str
    inviter_name: str
    inviter_email: str
    language: str = ""
    message: str = ""
    caller: Caller = Caller("", admin=True)


@dataclass(frozen=True)
class ReadFile:
    """A file's rows, judged one by one, and how it was read."""

    sheet: Sheet
    columns: Columns
    rows: tuple[Row, ...]


def read_file(data: bytes, defaults: Defaults, settings: Settings, charset: str = "") -> ReadFile:
    """Return the rows of a file; raise MalformedRequest, or InvalidRequest for the defaults."""
    _check(defaults, settings)
    sheet = read_sheet(data, known, charset)
    columns, lines = columns_of(sheet.lines)
    rows = tuple(_row(line, columns, defaults, settings) for line in lines)
    return ReadFile(sheet, columns, rows)


def _check(defaults: Defaults, settings: Settings) -> None:
    """Raise InvalidRequest for what would be wrong in every row."""
    whole = _body({EMAIL: _STAND_INS["/guest/email"], NAME: "-"}, defaults)
    _, faults = _judge(whole, settings, defaults.caller)
    if faults:
        raise InvalidRequest(*faults)


def _row(line: Line, columns: Columns, defaults: Defaults, settings: Settings) -> Row:
    texts = {
        name: line.cells[at].strip() if at < len(line.cells) else ""
        for name, at in columns.places.items()
    }
    if NAME not in texts:
        # Entra's template has no names; whoever invites without one sees this in Entra too.
        texts[NAME] = texts[EMAIL].partition("@")[0][:120]
    command, faults = _judge(_body(texts, defaults), settings, defaults.caller)
    problems = [_problem(fault, columns) for fault in faults]
    if texts.get(SEND, "").casefold() not in _YES:
        detail = "must be true: an invitation is sent by e-mail. Leave out who is to get none"
        problems.append(Problem(*columns.place(SEND), detail))
    email, name = texts[EMAIL][:_SHOWN], texts[NAME][:_SHOWN]
    if problems or command is None:
        return Row(line.number, email, name, Fate.REFUSED, tuple(problems))
    return Row(line.number, command.guest.email, command.guest.name, command=command)


def _body(texts: dict[str, str], defaults: Defaults) -> dict[str, Any]:
    redirect = texts.get(REDIRECT, "")
    return {
        "guest": {"email": texts[EMAIL], "name": texts[NAME]},
        "inviter": {"email": defaults.inviter_email, "name": defaults.inviter_name},
        "organisation": defaults.organisation,
        "message": texts.get("message", "") or defaults.message,
        "language": texts.get("language", "") or defaults.language,
        "company": {name: texts[name] for name in FIELDS if texts.get(name)},
        "roles": [one.strip() for one in re.split("[,;]", texts.get(ROLES, "")) if one.strip()],
        "redirectUrl": "" if _leads_to_my_apps(redirect) else redirect,
        "bulk": True,
    }


def _leads_to_my_apps(url: str) -> bool:
    try:
        return urlsplit(url).hostname in _MY_APPS
    except ValueError:
        return False


def _judge(
    whole: dict[str, Any], settings: Settings, caller: Caller
) -> tuple[InviteGuest | None, list[Fault]]:
    """Return the command, or everything that is wrong.

    The types' rules tell one fault at a time: what is wrong makes way for something right.
    """
    faults = list(_type_faults(whole))
    wrong = {fault.pointer for fault in faults}
    body = msgspec.convert(whole, InvitationBody)
    try:
        command = to_command(body, settings, caller, idempotency_key="", respond_async=True)
    except InvalidRequest as error:
        return None, faults + [one for one in error.faults if one.pointer not in wrong]
    return (None if faults else command), faults


def _type_faults(whole: dict[str, Any]) -> Iterator[Fault]:
    while True:
        try:
            msgspec.convert(whole, InvitationBody)
        except msgspec.ValidationError as error:
            detail, pointer = place(str(error))
            yield Fault(pointer, _plain(detail))
            _replace(whole, pointer)
        else:
            return


def _replace(whole: dict[str, Any], pointer: str) -> None:
    *path, last = pointer.removeprefix("/").split("/")
    around: Any = whole
    for name in path:
        around = around[name]
    if isinstance(around, list):
        # Not taken out: the places of the others are what their faults are told by.
        around[int(last)] = "-"
    elif pointer == "/roles":
        around[last] = []
    else:
        around[last] = _STAND_INS.get(pointer, "-" if pointer == "/organisation" else "")
        if pointer.startswith("/inviter/"):
            around[last] = _STAND_INS[pointer.replace("inviter", "guest")]


def _plain(detail: str) -> str:
    """Return msgspec's words as those of people who filled in a table."""
    found = _LENGTH.fullmatch(detail)
    if found is None:
        return detail
    if found[1] == "<=":
        return f"may have at most {found[2]} characters"
    return "is missing" if found[2] == "1" else f"must have at least {found[2]} characters"


def _problem(fault: Fault, columns: Columns) -> Problem:
    """Return the fault at its column: of `/guest/email` email, of `/roles/0` roles."""
    parts = fault.pointer.removeprefix("/").split("/")
    name = parts[1] if parts[0] in {"guest", "company"} and len(parts) > 1 else parts[0]
    return Problem(*columns.place(name), fault.detail)
