"""What an inviter has typed of a new invitation, and what is wrong with it.

The rules are those of POST /api/InviteUser: the form becomes its body.
"""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ManageInvitations.inviter import Inviter
from shared.domain.company import FIELDS, CompanyData
from shared.domain.errors import InvalidRequest, MalformedRequest
from shared.domain.text import harmful, one_line
from shared.settings import Settings
from shared.usecases.create_invitation import InviteGuest
from shared.web.invitation_body import InvitationBody, read_body, to_command

MOST_DAYS = 90
_LONGEST_NAME = 120
ROLE = "role-"  # names of the form's boxes begin so
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_NAMES = {"/guest/email": "guestEmail", "/guest/name": "guestName"}
# Stands in for a value that cannot be read, so that the other values are looked at as well.
_PLAIN = {"/guest/email": "a@example.com"}


@dataclass(frozen=True)
class Draft:
    """The form as it was sent; `key` makes pressing twice one invitation."""

    guest_email: str
    guest_name: str
    organisation: str
    language: str
    message: str
    days: str
    roles: tuple[str, ...]
    company: CompanyData
    key: str

    def hidden(self) -> dict[str, str]:
        """Return the fields of a form that brings the draft back as it is."""
        fields = {
            "guestEmail": self.guest_email,
            "guestName": self.guest_name,
            "organisation": self.organisation,
            "language": self.language,
            "message": self.message,
            "days": self.days,
            "key": self.key,
        }
        return fields | asdict(self.company) | {f"{ROLE}{name}": "on" for name in self.roles}


def empty(inviter: Inviter, settings: Settings) -> Draft:
    """Return the form as it begins."""
    return Draft(
        guest_email="",
        guest_name="",
        organisation=inviter.caller.organisation,
        language="",
        message="",
        days=str(settings.lifetime.days),
        roles=settings.default_roles,
        company=CompanyData(),
        key=new_key(),
    )


def new_key() -> str:
    """Return an Idempotency-Key for a form."""
    return secrets.token_urlsafe(24)


def draft_of(form: Mapping[str, str], inviter: Inviter) -> Draft:
    """Return the draft that was sent; nobody invites for an organisation but their own."""
    own = inviter.caller.organisation
    key = form.get("key", "")
    return Draft(
        guest_email=form.get("guestEmail", ""),
        guest_name=form.get("guestName", ""),
        organisation=own or form.get("organisation", ""),
        language=form.get("language", ""),
        # Browsers send CR LF, which would count twice.
        message=form.get("message", "").replace("\r\n", "\n"),
        days=form.get("days", "").strip(),
        roles=tuple(name.removeprefix(ROLE) for name in form if name.startswith(ROLE)),
        company=CompanyData(**{name: form.get(name, "") for name in FIELDS}),
        key=key if _KEY.fullmatch(key) else new_key(),
    )


def checked(
    draft: Draft, inviter: Inviter, settings: Settings
) -> tuple[InviteGuest | None, dict[str, str]]:
    """Return the command, or None and a code for each field that is wrong.

    Codes: required, too-long, characters, choose, days, address, and address-entra for one that
    Microsoft Entra takes for no guest's.
    """
    body, faults = _readable(_body(draft, inviter))
    command = None
    try:
        command = to_command(
            body, settings, inviter.caller, idempotency_key=draft.key, respond_async=False
        )
    except InvalidRequest as error:
        for fault in error.faults:
            faults.setdefault(_field(fault.pointer), code_of(fault.pointer, fault.detail))
    if _days(draft) is None:
        faults["days"] = "days"
    # Nothing typed is missing, however the address's rules word it.
    faults |= {
        name: "required"
        for name, text in (("guestEmail", draft.guest_email), ("guestName", draft.guest_name))
        if not text.strip()
    }
    return (None if faults else command), faults


def _body(draft: Draft, inviter: Inviter) -> dict[str, Any]:
    return {
        "guest": {"email": draft.guest_email.strip(), "name": draft.guest_name},
        "inviter": {"email": inviter.caller.email, "name": name_of(inviter)},
        "organisation": draft.organisation,
        "message": draft.message,
        "language": draft.language,
        "company": asdict(draft.company),
        "roles": list(draft.roles),
        "days": _days(draft),
    }


def _days(draft: Draft) -> int | None:
    """Return how many days the invitation is to run, or None where that is no such number."""
    days = int(draft.days[:4]) if draft.days.isdecimal() else 0
    return days if 1 <= days <= MOST_DAYS else None


def name_of(inviter: Inviter) -> str:
    """Return the name that the directory has, or the address where that is fit for no e-mail."""
    name = one_line(inviter.name)[:_LONGEST_NAME].strip()
    return name if name and not harmful(name) else inviter.caller.email[:_LONGEST_NAME]


def _readable(body: dict[str, Any]) -> tuple[InvitationBody, dict[str, str]]:
    """Return a body whose shape is right, and the faults of what had to be left out for that."""
    faults: dict[str, str] = {}
    while True:
        try:
            return read_body(json.dumps(body).encode()), faults
        except MalformedRequest as error:
            name = _field(error.pointer)
            if not error.pointer or name in faults:
                raise
            faults[name] = code_of(error.pointer, error.detail)
            _replace(body, error.pointer)


def _replace(body: dict[str, Any], pointer: str) -> None:
    *parents, last = pointer.strip("/").split("/")
    if last.isdecimal() or last == "roles" or last == "...":
        body["roles"] = []
        return
    place = body
    for name in parents:
        place = place[name]
    place[last] = _PLAIN.get(pointer, "x" if last in {"name", "organisation"} else "")


def _field(pointer: str) -> str:
    if pointer in _NAMES:
        return _NAMES[pointer]
    first, _, last = pointer.strip("/").partition("/")
    return first if first in {"roles", "inviter"} else last or first


def code_of(pointer: str, detail: str) -> str:
    """Return the code of a fault; its sentence is in the templates, in the reader's language."""
    field = _field(pointer)
    known = {
        "length <=": "too-long",
        "length >=": "required",
        "blank": "required",
        "control or direction": "characters",
    }
    found = next((code for words, code in known.items() if words in detail), "")
    if field == "guestEmail" and not found.startswith(("too-long", "characters")):
        ours = ("Microsoft Entra takes no guest", "The part before @ may not")
        return "address-entra" if detail.startswith(ours) else "address"
    return found or "choose"
