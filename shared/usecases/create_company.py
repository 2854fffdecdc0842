"""The guest checks the company and creates it, or joins it (J7)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.company import Company, CompanyData, difference
from shared.domain.company_keys import company_id, company_keys
from shared.domain.company_rules import check_company
from shared.domain.errors import CompanyExists, LinkClosed, LostRace, SessionEnded
from shared.domain.invitation import Event, Invitation, State
from shared.usecases.ports import CompanyStore, InvitationStore, Task, TaskQueue


@dataclass(frozen=True)
class CompanyStep:
    """What the guest is about to do: the invitation, and the company to join if it is there."""

    invitation: Invitation
    existing: Company | None = None


async def company_step(
    invitation_id: str, oid: str, *, store: InvitationStore, companies: CompanyStore
) -> CompanyStep:
    """Return the guest's step; only what sales registered decides which company is joined.

    Raises SessionEnded if the session is not this invitation's guest's, and LinkClosed.
    """
    invitation = await store.get(invitation_id)
    if invitation is None or invitation.guest_id != oid:
        raise SessionEnded
    if invitation.state is State.COMPLETED:
        return CompanyStep(invitation)
    if invitation.state is not State.ACCEPTED:
        raise LinkClosed(invitation.state.value, invitation.language)
    keys = company_keys(invitation.company)
    existing = await companies.find(invitation.organisation, keys)
    return CompanyStep(invitation, existing)


async def create_company(
    step: CompanyStep,
    data: CompanyData,
    *,
    store: InvitationStore,
    companies: CompanyStore,
    queue: TaskQueue,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> Invitation:
    """Return the completed invitation; a double submit finds the company made already.

    Raises WrongCompany (each wrong field) or CompanyExists.
    """
    invitation = step.invitation
    if invitation.state is State.COMPLETED:
        return invitation
    checked = check_company(data)
    id_ = company_id(invitation.id)
    company = Company(id_, invitation.organisation, checked, clock().isoformat())
    if not await companies.add(company, company_keys(checked)):
        raise CompanyExists
    changed = replace(invitation, changes=difference(invitation.company, checked))
    return await _complete(changed, id_, "CompanyCreated", store, queue, clock, new_id)


async def join_company(
    step: CompanyStep,
    *,
    store: InvitationStore,
    queue: TaskQueue,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> Invitation:
    """Return the invitation completed with the company that is there already."""
    if step.invitation.state is State.COMPLETED:
        return step.invitation
    if step.existing is None:
        raise CompanyExists
    return await _complete(
        step.invitation, step.existing.id, "CompanyJoined", store, queue, clock, new_id
    )


async def _complete(
    invitation: Invitation,
    company_id: str,
    what: str,
    store: InvitationStore,
    queue: TaskQueue,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> Invitation:
    """Enqueue, then store: a crash in between leaves a message that waits for the next press."""
    await queue.send(Task(invitation.id, new_id(), clock()))
    details = {change.field: change.confirmed for change in invitation.changes}
    event = Event(what, clock(), invitation.guest_id, {"company": company_id, **details})
    current: Invitation | None = invitation
    while current is not None and current.state is not State.COMPLETED:
        if current.state is not State.ACCEPTED:
            raise LinkClosed(current.state.value, current.language)
        completed = current.to(
            State.COMPLETED,
            company_id=company_id,
            access="queued",
            changes=invitation.changes,
            ended=event.at,
        )
        try:
            return await store.save(completed, event)
        except LostRace:
            # A second press, or no more than the note that the e-mail went out.
            current = await store.get(invitation.id)
    if current is None:
        raise SessionEnded
    return current
