"""POST /v1.0/invitations (facts.md section 1)."""

import base64
import secrets
import time
from typing import Any

from aiohttp import web

from dev.simulator.config import CONFIG, STATE, Config, new_id, timestamp
from dev.simulator.entra.notification import notify, will_be_automatic
from dev.simulator.graph.access import json_object
from dev.simulator.graph.errors import denied, invalid_value, not_found
from dev.simulator.graph.invitation_mail import send_invitation_mail
from dev.simulator.graph.invitation_request import InvitationRequest, read_request
from dev.simulator.graph.models import CONTEXT, guest_of, new_guest
from dev.simulator.graph.permissions import require_reset
from dev.simulator.graph.redeem_url import redeem_url
from dev.simulator.graph.rules import contact_at, invitation_refusal
from dev.simulator.graph.throttle import THROTTLE
from dev.simulator.state import Guest, Invitation, State


async def create_invitation(request: web.Request) -> web.Response:
    """Answer 201 with the invitation; the guest exists from then on.

    Unsourced choices: inviting a pending guest again gives the same user and a new ticket;
    inviting a guest who has redeemed gives the same user and status Completed; the notification of
    an automatic redemption (R8) stands in for the invitation e-mail, wanted or not.
    """
    request.app[THROTTLE].take()
    state, config = request.app[STATE], request.app[CONFIG]
    wanted = read_request(await json_object(request))
    if wanted.reset:
        require_reset(state)
    refusal = invitation_refusal(state, config, wanted.address)
    if refusal is not None:
        raise refusal.error()
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
    if not redeemed and will_be_automatic(state, wanted.address):
        notify(state, config, guest)
    elif wanted.send and not redeemed:
        send_invitation_mail(state, config, invitation)
    return web.json_response(invitation_json(config, invitation, wanted), status=201)


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
    """Return the user who has the address, else a new guest.

    The address of a contact leaves the new guest without proxy addresses (R4).
    """
    guest = guest_of(state, wanted.address)
    if guest is None:
        visible_at = time.time() + state.visibility_delay
        guest = new_guest(config, wanted.address, wanted.name, visible_at=visible_at)
        guest.user_type = wanted.user_type
        if contact_at(state, wanted.address):
            guest.fields["proxyAddresses"] = []
        state.guests[guest.id] = guest
    return guest


def _reset_guest(state: State, wanted: InvitationRequest) -> Guest:
    """Return the guest, pending again under the new address (facts.md section 4).

    The object and its user principal name stay; the sign-in name changes. The address must be
    the guest's already, as mail or among the other mails.
    """
    if wanted.user_id is None:
        raise invalid_value("invitedUser", "Invitation")
    guest = state.guests.get(wanted.user_id)
    if guest is None:
        raise not_found(wanted.user_id)
    if state.directory_roles.get(guest.id):
        raise denied()
    known = {guest.mail.lower(), *(one.lower() for one in guest.fields.get("otherMails", []))}
    owner = guest_of(state, wanted.address)
    if wanted.address.lower() not in known or owner is not guest:
        raise invalid_value("invitedUserEmailAddress", "Invitation")
    guest.sign_in_name = wanted.address
    guest.external_user_state = "PendingAcceptance"
    guest.external_user_state_changed = timestamp()
    guest.identities = [
        identity for identity in guest.identities if identity["signInType"] == "userPrincipalName"
    ]
    return guest
