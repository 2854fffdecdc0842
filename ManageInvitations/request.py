"""How the bodies of `shared/web/shapes/bodies.py` are read, and the commands that they make."""

import dataclasses

import msgspec

from shared.domain.addresses import guest_address, mail_address
from shared.domain.caller import Caller
from shared.domain.errors import Fault, Forbidden, InvalidRequest, MalformedRequest
from shared.domain.languages import match, offered
from shared.domain.text import harmful, one_line
from shared.usecases.correct_address import CorrectAddress
from shared.usecases.resend_invitation import ResendInvitation
from shared.web.json_body import decoded
from shared.web.shapes.bodies import AddressBody, AddressedBody, ResendBody

LARGEST = 8 * 1024  # bytes
_TOO_LARGE = 413
_BAD = 400
_UNPROCESSABLE = 422
SYSTEM = "system"


def read[T](data: bytes, kind: type[T]) -> T:
    """Return the body; raise MalformedRequest (400, 413 or 422)."""
    if len(data) > LARGEST:
        raise MalformedRequest(_TOO_LARGE, f"The body is larger than {LARGEST} bytes.")
    try:
        return decoded(data or b"{}", kind)
    except msgspec.ValidationError as error:
        raise MalformedRequest(_UNPROCESSABLE, str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedRequest(_BAD, f"The body is not JSON: {error}") from error


def author(by: str, caller: Caller) -> str:
    """Return who did it as the history shows it; raise InvalidRequest.

    With a token it is its owner, and Forbidden is raised for a body that says somebody else.
    """
    if harmful(by):
        raise InvalidRequest(Fault("/by", "may not hold control or direction characters"))
    said = one_line(by)
    if caller.name and said and said.lower() != caller.name.lower():
        raise Forbidden("author", "may only be the caller itself", "/by")
    return caller.name or said or SYSTEM


def caller_of(by: str, caller: Caller) -> Caller:
    """Return the caller, who is whoever the body says with a function key.

    Raises InvalidRequest or Forbidden.
    """
    return dataclasses.replace(caller, name=author(by, caller))


def address_of(body: AddressedBody) -> str:
    """Return whom it is about; raise InvalidRequest."""
    return mail_address(body.address, "/address")


def to_correction(
    body: AddressBody | ResendBody, caller: Caller, invitation_id: str, idempotency_key: str
) -> CorrectAddress:
    """Return the command.

    Raises InvalidRequest or Forbidden, which name the first field that is wrong.
    """
    return CorrectAddress(
        invitation_id,
        caller_of(body.by, caller),
        email=guest_address(body.email, "/email"),
        name=_name(body.name),
        language=_language(body.language),
        idempotency_key=idempotency_key,
    )


def to_command(
    body: ResendBody, caller: Caller, invitation_id: str, idempotency_key: str
) -> ResendInvitation:
    """Return the command.

    Raises InvalidRequest or Forbidden, which name the first field that is wrong.
    """
    return ResendInvitation(
        invitation_id,
        by=author(body.by, caller),
        email=guest_address(body.email, "/email") if body.email else "",
        name=_name(body.name),
        language=_language(body.language),
        reset=body.resetRedemption,
        idempotency_key=idempotency_key,
    )


def _name(text: str) -> str:
    if harmful(text):
        raise InvalidRequest(Fault("/name", "may not hold control or direction characters"))
    return one_line(text)


def _language(text: str) -> str:
    language = match(text) if text else ""
    if language is None:
        tags = ", ".join(offered())
        raise InvalidRequest(Fault("/language", f"is not offered; offered are {tags}"))
    return language
