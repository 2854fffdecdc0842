"""POST /v1.0/invitations (facts.md section 1)."""

import base64
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from dev.simulator.config import CONFIG, STATE, Config, new_id, timestamp
from dev.simulator.graph.access import json_object
from dev.simulator.graph.addresses import check_address
from dev.simulator.graph.errors import bad_request, invalid_value, not_found
from dev.simulator.graph.invitation_mail import send_invitation_mail
from dev.simulator.graph.models import CONTEXT, guest_of, new_guest
from dev.simulator.graph.redeem_url import redeem_url
from dev.simulator.graph.throttle import THROTTLE
from dev.simulator.state import Guest, Invitation, State


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


async def create_invitation(request: web.Request) -> web.Response:
    """Answer 201 with the invitation; the guest exists from then on.

    Unsourced choices: inviting a pending guest again gives the same user and a new ticket;
    inviting a guest who has redeemed gives the same user and status Completed.
    """
    request.app[THROTTLE].take()
    state, config = request.app[STATE], request.app[CONFIG]
    wanted = read_request(await json_object(request))
    guest = _reset_guest(state, wanted) if wanted.reset else _guest_for(state, config, wanted)
    redeemed = guest.external_user_state in ("Accepted", None)
    invitation = Invitation(
        id=new_id(),
        guest_id=guest.id,
        mail=wanted.address,
        redirect_url=wanted.redirect_url,
        ticket=base64.b64encode(secrets.token_bytes(32)).decode(),
        status="Completed" if redeemed else "PendingAcceptance",
    )
    state.invitations[invitation.id] = invitation
    if wanted.send and not redeemed:
        send_invitation_mail(state, config, invitation)
    return web.json_response(invitation_json(config, invitation, wanted), status=201)


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


def invitation_json(
    config: Config, invitation: Invitation, wanted: InvitationRequest
) -> dict[str, Any]:
    """Return the entity as the documented example shows it (INVPOST)."""
    no_copy = [{"emailAddress": {"name": None, "address": None}}]
    return {
        "@odata.context": f"{CONTEXT}invitations/$entity",
        "id": invitation.id,
        "inviteRedeemUrl": redeem_url(config, invitation),
        "invitedUserDisplayName": wanted.name,
        "invitedUserType": wanted.user_type,
        "invitedUserEmailAddress": invitation.mail,
        "sendInvitationMessage": wanted.send,
        "resetRedemption": wanted.reset,
        "inviteRedirectUrl": invitation.redirect_url,
        "status": invitation.status,
        "invitedUserMessageInfo": {
            "messageLanguage": wanted.message.get("messageLanguage"),
            "customizedMessageBody": wanted.message.get("customizedMessageBody"),
            "ccRecipients": wanted.message.get("ccRecipients") or no_copy,
        },
        "invitedUser": {"id": invitation.guest_id},
    }


def _guest_for(state: State, config: Config, wanted: InvitationRequest) -> Guest:
    guest = guest_of(state, wanted.address)
    if guest is None:
        visible_at = time.time() + state.visibility_delay
        guest = new_guest(config, wanted.address, wanted.name, visible_at=visible_at)
        guest.user_type = wanted.user_type
        state.guests[guest.id] = guest
    elif not guest.account_enabled:
        raise bad_request(
            "The invited user already exists in the directory as object ID: "
            f"{guest.id}, but the account is blocked from signing in. If the account is "
            "unblocked, they can use that account to sign in to shared apps and resources."
        )
    return guest


def _reset_guest(state: State, wanted: InvitationRequest) -> Guest:
    """Return the guest, pending again under the new address (facts.md section 4)."""
    if wanted.user_id is None:
        raise invalid_value("invitedUser", "Invitation")
    guest = state.guests.get(wanted.user_id)
    if guest is None:
        raise not_found(wanted.user_id)
    if guest_of(state, wanted.address) is not guest:
        raise invalid_value("invitedUserEmailAddress", "Invitation")
    guest.mail = wanted.address
    guest.external_user_state = "PendingAcceptance"
    guest.external_user_state_changed = timestamp()
    guest.identities = [
        identity for identity in guest.identities if identity["signInType"] == "userPrincipalName"
    ]
    return guest


def _check_url(url: object) -> str:
    if isinstance(url, str) and url.isprintable() and " " not in url:
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme in ("http", "https") and parts.hostname:
            return url
    raise invalid_value("inviteRedirectUrl", "Invitation")
