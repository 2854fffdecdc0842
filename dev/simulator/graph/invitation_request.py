"""The body of POST /v1.0/invitations, checked (facts.md section 1)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dev.simulator.graph.addresses import check_address
from dev.simulator.graph.errors import invalid_value


@dataclass(frozen=True)
class InvitationRequest:
    """The members of the body that change what happens, checked."""

    address: str
    redirect_url: str
    name: str | None
    user_type: str
    send: bool
    message: dict[str, Any]
    reset: bool
    user_id: str | None


def read_request(body: dict[str, Any]) -> InvitationRequest:
    """Return the checked body.

    Raises GraphError 400; the wording for a missing or malformed member is unsourced.
    """
    for required in ("invitedUserEmailAddress", "inviteRedirectUrl"):
        if body.get(required) is None:
            raise invalid_value(required, "Invitation")
    for switch in ("sendInvitationMessage", "resetRedemption"):
        if not isinstance(body.get(switch, False), bool):
            raise invalid_value(switch, "Invitation")
    user_type = body.get("invitedUserType") or "Guest"
    if user_type not in ("Guest", "Member"):
        raise invalid_value("invitedUserType", "Invitation")
    name = body.get("invitedUserDisplayName")
    if name is not None and not (isinstance(name, str) and 0 < len(name) <= 256):
        raise invalid_value("invitedUserDisplayName", "Invitation")
    message = body.get("invitedUserMessageInfo") or {}
    if not isinstance(message, dict) or len(message.get("ccRecipients") or []) > 1:
        raise invalid_value("invitedUserMessageInfo", "Invitation")
    user = body.get("invitedUser") or {}
    return InvitationRequest(
        address=check_address(body["invitedUserEmailAddress"]),
        redirect_url=_check_url(body["inviteRedirectUrl"]),
        name=name,
        user_type=user_type,
        send=body.get("sendInvitationMessage", False),
        message=message,
        reset=body.get("resetRedemption", False),
        user_id=user.get("id") if isinstance(user, dict) else None,
    )


def _check_url(url: object) -> str:
    if isinstance(url, str) and url.isprintable() and " " not in url:
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme in ("http", "https") and parts.hostname:
            return url
    raise invalid_value("inviteRedirectUrl", "Invitation")
