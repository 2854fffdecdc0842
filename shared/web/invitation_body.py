"""What an invitation is asked for with: its types, its bounds, its rules.

The body of POST /api/InviteUser, and what each row of an import is held against.
"""

import re
from collections.abc import Callable
from typing import Annotated, Literal

import msgspec

from shared.domain.addresses import guest_address, mail_address
from shared.domain.caller import Caller
from shared.domain.company import FIELDS, CompanyData
from shared.domain.country import countries
from shared.domain.errors import Fault, Forbidden, InvalidRequest, MalformedRequest
from shared.domain.invitation import LONGEST_DAYS, Person
from shared.domain.keys import organisation_key
from shared.domain.languages import match, offered
from shared.domain.reminding import reminders_fault
from shared.domain.text import harmful, many_lines, one_line
from shared.settings import Settings, origin
from shared.usecases.create_invitation import InviteGuest
from shared.web.json_body import decoded

LARGEST = 64 * 1024  # bytes
_TOO_LARGE = 413
_BAD = 400
_UNPROCESSABLE = 422

Address = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Line = Annotated[str, msgspec.Meta(max_length=200)]
Message = Annotated[str, msgspec.Meta(max_length=2000)]
Url = Annotated[str, msgspec.Meta(max_length=2000)]


Day = Annotated[int, msgspec.Meta(ge=1, le=LONGEST_DAYS)]


class PersonBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The guest or the inviter."""

    email: Address
    name: Name


class CompanyBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The company as sales registered it; the guest puts right what is wrong (J7)."""

    legalName: Line = ""  # noqa: N815 - the names of the wire
    country: Annotated[str, msgspec.Meta(max_length=2)] = ""
    streetAddress: Line = ""  # noqa: N815
    cityArea: Line = ""  # noqa: N815
    city: Line = ""
    countryArea: Line = ""  # noqa: N815
    postalCode: Annotated[str, msgspec.Meta(max_length=20)] = ""  # noqa: N815
    sortingCode: Annotated[str, msgspec.Meta(max_length=20)] = ""  # noqa: N815
    taxNumber: Annotated[str, msgspec.Meta(max_length=40)] = ""  # noqa: N815
    phone: Annotated[str, msgspec.Meta(max_length=40)] = ""
    website: Annotated[str, msgspec.Meta(max_length=500)] = ""
    contactName: Line = ""  # noqa: N815
    contactEmail: Annotated[str, msgspec.Meta(max_length=254)] = ""  # noqa: N815


class InvitationBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole body."""

    guest: PersonBody
    inviter: PersonBody
    organisation: Name
    message: Message = ""
    language: Annotated[str, msgspec.Meta(max_length=35)] = ""
    company: CompanyBody = CompanyBody()
    roles: Annotated[list[Name], msgspec.Meta(max_length=20)] = []
    redirectUrl: Url = ""  # noqa: N815
    bulk: bool = False
    days: Day | None = None
    reminders: Literal["off"] | list[Day] | None = None


# How msgspec words its errors.
_PLACE = re.compile(r"(?P<detail>.*?)(?: - at `\$(?P<path>[^`]*)`)?", re.DOTALL)
_MEMBER = re.compile(r"Object (?:missing required|contains unknown) field `(.*)`", re.DOTALL)


def read_body(data: bytes) -> InvitationBody:
    """Return the body; raise MalformedRequest (400, 413 or 422), which names the field."""
    if len(data) > LARGEST:
        raise MalformedRequest(_TOO_LARGE, f"The body is larger than {LARGEST} bytes.")
    if not data:
        raise MalformedRequest(
            _BAD, "The body is empty. Send JSON with a Content-Length (chunked bodies get lost)."
        )
    try:
        return decoded(data, InvitationBody)
    except msgspec.ValidationError as error:
        detail, pointer = place(str(error))
        raise MalformedRequest(_UNPROCESSABLE, detail, pointer) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedRequest(_BAD, f"The body is not JSON: {error}") from error


def to_command(
    body: InvitationBody,
    settings: Settings,
    caller: Caller,
    *,
    idempotency_key: str,
    respond_async: bool,
) -> InviteGuest:
    """Return the command.

    Raises InvalidRequest, which names every field that breaks a rule, or Forbidden where the
    caller may not invite on behalf of that inviter or organisation.
    """
    faults: list[Fault] = _text_faults(body)
    guest = _address(guest_address, body.guest.email, "/guest/email", faults)
    inviter = _address(mail_address, body.inviter.email, "/inviter/email", faults)
    language = match(body.language or settings.default_language)
    if language is None:
        tags = ", ".join(offered())
        faults.append(Fault("/language", f"is not offered; offered are {tags}"))
    faults += _choice_faults(body, settings)
    if faults or language is None:
        raise InvalidRequest(*faults)
    _check_behalf(inviter, body.organisation, caller)
    return InviteGuest(
        guest=Person(one_line(body.guest.name), guest),
        inviter=Person(one_line(body.inviter.name), inviter),
        organisation=one_line(body.organisation) if caller.admin else caller.organisation,
        language=language,
        message=many_lines(body.message),
        company=CompanyData(**{name: one_line(getattr(body.company, name)) for name in FIELDS}),
        roles=tuple(dict.fromkeys(body.roles or settings.default_roles)),
        redirect_url=body.redirectUrl,
        language_open=not body.language,
        idempotency_key=idempotency_key,
        respond_async=respond_async,
        bulk=body.bulk,
        by=caller.name,
        days=body.days or 0,
        reminders=_reminders(body, settings),
    )


def _check_behalf(inviter: str, organisation: str, caller: Caller) -> None:
    """Raise Forbidden unless the caller may invite in these names; an admin may in all."""
    if caller.admin:
        return
    if caller.email and inviter.lower() != caller.email.lower():
        raise Forbidden("inviter", "must be the address of whoever signed in", "/inviter/email")
    if organisation_key(organisation) != organisation_key(caller.organisation):
        detail = f"must be the caller's own organisation, {caller.organisation}"
        raise Forbidden("organisation", detail, "/organisation")


def _reminders(body: InvitationBody, settings: Settings) -> tuple[int, ...]:
    if body.reminders is None:
        return settings.reminders
    return () if body.reminders == "off" else tuple(body.reminders)


def _text_faults(body: InvitationBody) -> list[Fault]:
    texts = {
        "/guest/name": body.guest.name,
        "/inviter/name": body.inviter.name,
        "/organisation": body.organisation,
    }
    faults = [
        Fault(pointer, "may not be blank") for pointer, text in texts.items() if not one_line(text)
    ]
    texts |= {f"/company/{name}": getattr(body.company, name) for name in FIELDS}
    refused = "may not hold control or direction characters"
    faults += [Fault(pointer, refused) for pointer, text in texts.items() if harmful(text)]
    if harmful(body.message, lines=True):
        faults.append(Fault("/message", refused))
    return faults


Check = Callable[[str, str], str]


def _address(check: Check, text: str, pointer: str, faults: list[Fault]) -> str:
    try:
        return check(text, pointer)
    except InvalidRequest as error:
        faults.extend(error.faults)
        return ""


def _choice_faults(body: InvitationBody, settings: Settings) -> list[Fault]:
    faults = []
    if body.company.country and body.company.country not in countries():
        faults.append(Fault("/company/country", "is no ISO 3166-1 alpha-2 code, such as CH"))
    for number, role in enumerate(body.roles):
        if role not in settings.roles:
            faults.append(Fault(f"/roles/{number}", "is not one of the roles in the settings"))
    if wrong := reminders_fault(_reminders(body, settings)):
        faults.append(Fault("/reminders", wrong))
    if body.redirectUrl and not _allowed(body.redirectUrl, settings):
        faults.append(Fault("/redirectUrl", "leads to an origin that is not on the allow-list"))
    return faults


def _allowed(url: str, settings: Settings) -> bool:
    """Return whether a URL leads where the operator allows; odd spellings never do."""
    odd = any(character in "\\@" or character.isspace() for character in url) or harmful(url)
    try:
        return not odd and origin(url) in settings.allowed_redirects
    except ValueError:
        return False


def place(text: str) -> tuple[str, str]:
    """Return what msgspec says is wrong, and where, as an RFC 6901 pointer.

    msgspec names the object around a missing or unknown member: the pointer names the member.
    """
    found = _PLACE.fullmatch(text)
    detail, path = (found["detail"], found["path"] or "") if found else (text, "")
    pointer = path.replace("[", ".").replace("]", "").replace(".", "/")
    if member := _MEMBER.fullmatch(detail):
        pointer += "/" + member[1].replace("~", "~0").replace("/", "~1")
    return detail, pointer
