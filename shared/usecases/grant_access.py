"""Open the platform to a guest who is done: groups, app roles, company fields, event."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime

from shared.domain.company import Company
from shared.domain.company_keys import company_id
from shared.domain.errors import GuestRefused, LostRace, Unavailable
from shared.domain.failure import Failure
from shared.domain.invitation import Event, Invitation, State
from shared.domain.letter import Kind
from shared.usecases.announce import Desk
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.happenings import members
from shared.usecases.ports import (
    CompanyStore,
    Directory,
    EventQueue,
    InvitationStore,
    Role,
    Task,
    TaskQueue,
)
from shared.usecases.put_off import put_off, wait_for_row

BY = "GrantAccess"
POISON = Failure(
    "poison",
    "Granting access failed several times for a reason that this app does not know.",
    "Ask the operator of this app to look at its log, and to give the access by hand.",
    "unexpected",
)


async def grant_access(
    task: Task,
    *,
    store: InvitationStore,
    companies: CompanyStore,
    directory: Directory,
    queue: TaskQueue,
    desk: Desk,
    events: EventQueue,
    roles: Mapping[str, Role],
    source: str,
    clock: Callable[[], datetime],
    describe: bool = True,
) -> None:
    """Grant what the invitation's roles say; tell the platform, the guest and the inviter.

    Each step bears repeating. With `describe`, the guest gets the company's fields as well.
    """
    try:
        invitation = await store.get(task.invitation_id)
        if invitation is None or invitation.state is not State.COMPLETED:
            if invitation is not None and clock() - task.created < CREATE_WINDOW:
                await wait_for_row(task, queue)
            return
        if invitation.access == "granted" or invitation.erased:
            return
        company = await companies.get(invitation.organisation, invitation.company_id)
        await _grant(invitation, directory, roles)
        if describe and company is not None:
            await directory.describe(invitation.guest_id, company.data)
        invitation = await _with_consent(invitation, directory)
        if company is not None:
            done = await _done(invitation, store)
            await events.publish(company_event(invitation, company, source, done))
        granted = Event("AccessGranted", clock(), BY, {"roles": ", ".join(invitation.roles)})
        letters = await desk.announce(invitation, Kind.WELCOME, Kind.COMPLETED)
        await store.save(invitation.having(access="granted"), granted, *letters)
    except GuestRefused as refusal:
        await _refuse(task, store, refusal.failure, clock())
    except LostRace:
        await queue.send(task)
    except Unavailable as outage:
        await put_off(task, outage, queue)


async def _with_consent(invitation: Invitation, directory: Directory) -> Invitation:
    """Return the invitation with the directory's own state of the guest beside ours.

    It is read here, for the guest has come back from Microsoft's consent by then; who may not
    read it is left without, as nothing depends on it.
    """
    try:
        consent = await directory.consent_of(invitation.guest_id)
    except GuestRefused:
        return invitation
    if consent is None:
        return invitation
    return invitation.having(consent=consent.state, consent_changed=consent.changed)


async def _grant(invitation: Invitation, directory: Directory, roles: Mapping[str, Role]) -> None:
    for role in (roles[name] for name in invitation.roles if name in roles):
        for group_id in role.groups:
            await directory.add_to_group(invitation.guest_id, group_id)
        for resource_id, app_role_id in role.app_roles:
            await directory.assign_app_role(invitation.guest_id, resource_id, app_role_id)


async def _done(invitation: Invitation, store: InvitationStore) -> datetime | None:
    """Return when the guest created or joined the company."""
    history = await store.history(invitation.id)
    times = [event.at for event in history if event.kind in {"CompanyCreated", "CompanyJoined"}]
    return times[-1] if times else None


def company_event(
    invitation: Invitation, company: Company, source: str, done: datetime | None
) -> dict[str, object]:
    """Return the CloudEvent (CloudEvents 1.0, JSON format) that tells the platform.

    Its id is the same however often the step is repeated, so that a consumer can drop repeats.
    """
    created = company.id == company_id(invitation.id)
    return {
        "specversion": "1.0",
        "id": f"{company.id}:{invitation.guest_id}",
        "source": source,
        "type": "company.created" if created else "company.joined",
        "subject": company.id,
        "time": done.isoformat() if done else company.created,
        "datacontenttype": "application/json",
        "data": members(invitation)
        | {
            "company": asdict(company.data) | {"id": company.id},
            "changes": [asdict(change) for change in invitation.changes],
        },
    }


async def _refuse(task: Task, store: InvitationStore, failure: Failure, now: datetime) -> None:
    invitation = await store.get(task.invitation_id)
    # A double press leaves two messages; what one of them has granted stays granted.
    if invitation is not None and invitation.access != "granted":
        failed = Event("AccessFailed", now, BY, failure.details())
        await store.save(invitation.having(access="failed", **failure.fields()), failed)


async def give_up_granting(
    task: Task, *, store: InvitationStore, queue: TaskQueue, clock: Callable[[], datetime]
) -> None:
    """Note on the invitation that its access could not be granted (a poison message).

    `queue` is the poison queue itself: what cannot be noted now stays there.
    """
    try:
        await _refuse(task, store, POISON, clock())
    except LostRace:
        await queue.send(task)
    except Unavailable as outage:
        await put_off(task, outage, queue)
