"""How the bodies of `shared/web/shapes/bodies.py` are read, and the commands that they make."""

import dataclasses

from shared.domain.addresses import guest_address, mail_address
from shared.domain.caller import Caller
from shared.domain.errors import Fault, InvalidRequest
from shared.domain.languages import match, offered
from shared.domain.text import harmful, one_line
from shared.usecases.correct_address import CorrectAddress
from shared.usecases.resend_invitation import ResendInvitation
from shared.web.shapes.bodies import AddressBody, AddressedBody, ResendBody
from shared.web.small_body import author as author
from shared.web.small_body import read as read


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
