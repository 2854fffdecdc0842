"""GET /api/Invitations/{id}: what became of an invitation."""

from collections.abc import Iterable
from datetime import datetime

import azure.functions as func

from shared.domain.happening import reference
from shared.domain.invitation import Event, Invitation
from shared.services import services
from shared.usecases.read_invitation import check_not_erased, read_invitation
from shared.web.callers import Asks
from shared.web.json_answer import json_answer
from shared.web.problems import failure_members, link_of, with_problems
from shared.web.shapes.common import HistoryEvent, NamedPerson
from shared.web.shapes.invitations import Consent, ShownFailure, ShownGuest, ShownInvitation


@with_problems
async def detail(request: func.HttpRequest, asks: Asks) -> func.HttpResponse:
    """Return the invitation with its history."""
    outer, caller = services(), await asks(request)
    invitation, history = await read_invitation(
        request.route_params.get("id", ""), caller=caller, store=outer.invitations
    )
    check_not_erased(invitation)
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
    return json_answer(_shape(invitation, history, now), status, headers)


def _shape(invitation: Invitation, history: Iterable[Event], now: datetime) -> ShownInvitation:
    failure = invitation.why_failed()
    consent = Consent(invitation.consent, invitation.consent_changed or None)
    return ShownInvitation(
        invitationId=invitation.id,
        reference=reference(invitation.id),
        state="expired" if invitation.expired(now) else invitation.state.value,
        link=link_of(invitation.id),
        organisation=invitation.organisation,
        guest=ShownGuest(
            invitation.guest_id or None, invitation.guest.name, invitation.guest.email
        ),
        inviter=NamedPerson(invitation.inviter.name, invitation.inviter.email),
        language=invitation.language,
        created=invitation.created.isoformat(),
        expires=invitation.expires.isoformat(),
        resent=invitation.resent.isoformat() if invitation.resent else None,
        reminders=list(invitation.reminders),
        predecessor=invitation.predecessor or None,
        successor=invitation.successor or None,
        erased=invitation.erased,
        email=invitation.email.value,
        consent=consent if invitation.consent else None,
        access=invitation.access or None,
        failure=ShownFailure(**failure_members(failure)) if failure else None,
        history=[_event(one) for one in history],
    )


def _event(event: Event) -> HistoryEvent:
    return HistoryEvent(event.kind, event.at.isoformat(), event.by, event.details)
