"""GET /api/ManageInvitations/{id}: where an invitation stands, and what comes next."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import azure.functions as func

from ManageInvitations.inviter import Inviter
from ManageInvitations.screens.answers import screen
from shared.domain.invitation import LONGEST_DAYS, OPEN, TRANSITIONS, Event, Invitation, State
from shared.services import services
from shared.usecases.read_invitation import read_invitation
from shared.web.company_fields import Field, form_fields
from shared.web.console_page import console_page, language_for
from shared.web.mail_changes import changed_fields
from shared.web.problems import link_of

# After these, a flash says that it was done; only if the invitation says so too.
_DONE = {"made": None, "resent": None, "revoked": State.REVOKED}
_DONE |= {"corrected": None, "extended": None}
_DONE_ALREADY = frozenset({State.ACCEPTED, State.COMPLETED})
_DAY = timedelta(days=1)
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_GUESTS = frozenset({"InvitationAccepted", "CompanyCreated", "CompanyJoined", "GuestRenewed"})


@dataclass(frozen=True)
class Happening:
    """A line of the history; `who` is a person's address or an id, else `actor` says it."""

    kind: str
    at: datetime
    actor: str
    who: str
    reason: str
    code: str
    to: str
    why: str


@screen
async def show_detail(request: func.HttpRequest, inviter: Inviter) -> func.HttpResponse:
    """Return the page of an invitation that the inviter may see."""
    invitation, history = await seen(request, inviter)
    now = services().clock()
    language = language_for(request, inviter)
    done = request.params.get("done", "")
    if _DONE.get(done, invitation.state) not in {None, invitation.state} or done not in _DONE:
        done = ""
    return console_page(
        "detail",
        request,
        inviter,
        switch_query={},
        it=invitation,
        state=state_of(invitation, now),
        failure=invitation.why_failed(),
        link=link_of(invitation.id),
        history=[happening(event) for event in reversed(history)],
        changes=changed_fields(invitation, language),
        company=registered(invitation, language),
        may_resend=may_resend(invitation),
        may_revoke=may_revoke(invitation),
        may_correct=may_correct(invitation),
        may_extend=days_of(invitation, now) is not None,
        under_way=invitation.state is State.QUEUED and not invitation.expired(now),
        live=request.params.get("live") != "off",
        done=done,
    )


async def seen(request: func.HttpRequest, inviter: Inviter) -> tuple[Invitation, list[Event]]:
    """Return the invitation of the route with its history.

    Raises InvitationNotFound also for one that the inviter may not see: it does not exist for
    them.
    """
    invitation, history = await read_invitation(
        request.route_params.get("id", "").lower(),
        caller=inviter.caller,
        store=services().invitations,
    )
    return invitation, history


def state_of(invitation: Invitation, now: datetime) -> str:
    """Return the state with `expired`, which is derived."""
    return "expired" if invitation.expired(now) else invitation.state.value


def may_resend(invitation: Invitation) -> bool:
    """Return whether a resend without a reset of redemption is possible."""
    return State.QUEUED in TRANSITIONS[invitation.state] and invitation.state not in _DONE_ALREADY


def may_revoke(invitation: Invitation) -> bool:
    """Return whether the invitation can still be withdrawn."""
    return State.REVOKED in TRANSITIONS[invitation.state]


def may_correct(invitation: Invitation) -> bool:
    """Return whether another address can take the guest's place: not once it was accepted."""
    changed = invitation.successor or invitation.erasing or invitation.erased
    return may_revoke(invitation) and invitation.state is not State.ACCEPTED and not changed


def days_of(invitation: Invitation, now: datetime) -> tuple[int, int] | None:
    """Return the fewest and the most days from now that it can be given, or None for none.

    It runs longer then than so far, and LONGEST_DAYS from when it was sent at most.
    """
    latest = invitation.begun + timedelta(days=LONGEST_DAYS)
    most = (latest - now) // _DAY
    fewest = max((invitation.expires - now) // _DAY + 1, 1)
    changed = invitation.erasing or invitation.erased
    if invitation.state not in OPEN or changed or latest - invitation.expires < _DAY:
        return None
    return (fewest, most) if fewest <= most else None


def happening(event: Event) -> Happening:
    """Return a line of the history."""
    actor, who = _actor(event)
    details = event.details
    roles = details.get("roles", "")
    return Happening(
        event.kind,
        event.at,
        actor,
        who,
        details.get("reason", "") or roles,
        details.get("code", ""),
        details.get("to", ""),
        details.get("why", ""),
    )


def _actor(event: Event) -> tuple[str, str]:
    if "@" in event.by:
        return "person", event.by
    if event.by in {"", "system"}:
        return "system", ""
    if _GUID.fullmatch(event.by.lower()):
        return ("guest", "") if event.kind in _GUESTS else ("system", event.by)
    return "app", ""


def registered(invitation: Invitation, language: str) -> Iterable[Field]:
    """Return what the inviter registered of the company, as its country writes it."""
    return [field for field in form_fields(invitation.company, {}, language) if field.value]
