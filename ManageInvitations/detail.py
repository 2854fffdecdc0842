"""GET /api/Invitations/{id}: what became of an invitation."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import azure.functions as func

from shared.domain.happening import reference
from shared.domain.invitation import Event, Invitation
from shared.services import services
from shared.usecases.read_invitation import read_invitation
from shared.web.callers import Asks
from shared.web.headers import PRIVATE
from shared.web.problems import failure_members, link_of, with_problems


@with_problems
async def detail(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return the invitation with its history."""
    outer, caller = services(), await asks(request)
    invitation, history = await read_invitation(
        request.route_params.get("id", ""), caller=caller, store=outer.invitations
    )
    return shown(invitation, history, outer.clock())


def shown(
    invitation: Invitation,
    history: Iterable[Event],
    now: datetime,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> func.HttpResponse:
    """Return the invitation as systems read it; nothing in it opens the guest's session."""
    return func.HttpResponse(
        json.dumps(_members(invitation, now) | {"history": [_event(one) for one in history]}),
        status_code=status,
        mimetype="application/json",
        headers=PRIVATE | (headers or {}),
    )


def _members(invitation: Invitation, now: datetime) -> dict[str, Any]:
    failure = invitation.why_failed()
    consent = {"state": invitation.consent, "changed": invitation.consent_changed or None}
    return {
        "invitationId": invitation.id,
        "reference": reference(invitation.id),
        "state": "expired" if invitation.expired(now) else invitation.state.value,
        "link": link_of(invitation.id),
        "organisation": invitation.organisation,
        "guest": {"id": invitation.guest_id or None, **asdict(invitation.guest)},
        "inviter": asdict(invitation.inviter),
        "language": invitation.language,
        "created": invitation.created.isoformat(),
        "expires": invitation.expires.isoformat(),
        "resent": invitation.resent.isoformat() if invitation.resent else None,
        "reminders": list(invitation.reminders),
        "predecessor": invitation.predecessor or None,
        "successor": invitation.successor or None,
        "erased": invitation.erased,
        "email": invitation.email.value,
        "consent": consent if invitation.consent else None,
        "access": invitation.access or None,
        "failure": failure_members(failure) if failure else None,
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "event": event.kind,
        "at": event.at.isoformat(),
        "by": event.by,
        "details": event.details,
    }
