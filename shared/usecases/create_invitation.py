"""Make an invitation: claim, guest, enqueue, store (design.md, Storage).

A crash after any of these steps leaves nothing half-done: the claim is taken up again by the
same request or expires, the guest in the directory is found again, and the message waits for
the row and gives up once no row can come any more (CREATE_WINDOW).
"""

import asyncio
import contextlib
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from shared.domain.addresses import domain_of
from shared.domain.company import CompanyData
from shared.domain.errors import (
    GuestRefused,
    IdempotencyKeyReused,
    QuotaExceeded,
    Unavailable,
)
from shared.domain.invitation import Event, Invitation, Person
from shared.usecases.blocks import BlockStore, check_not_blocked
from shared.usecases.guest_language import guest_language
from shared.usecases.invitee_quota import Quota
from shared.usecases.ports import Directory, InvitationStore, Task, TaskQueue, Ways

# Longer than any request lives (an HTTP function is cut off after 230 s, facts.md section 11).
CREATE_WINDOW = timedelta(minutes=5)
GUEST_TIMEOUT = 5.0  # seconds; a slower directory is left to the queue (design.md, The flow)


@dataclass(frozen=True)
class InviteGuest:
    """What an inviter asks for, already checked.

    `language_open` says that no language is asked for and `language` is the default; `days` is
    how long it runs, 0 for as long as the settings say. `by` is who asks where that is not the
    inviter.
    """

    guest: Person
    inviter: Person
    organisation: str
    language: str
    language_open: bool = False
    message: str = ""
    company: CompanyData = CompanyData()
    roles: tuple[str, ...] = ()
    redirect_url: str = ""
    idempotency_key: str = ""
    respond_async: bool = False
    bulk: bool = False
    by: str = ""
    days: int = 0
    reminders: tuple[int, ...] = ()


@dataclass(frozen=True)
class InvitationMade:
    """The invitation, and whether this request made it or found it (Idempotency-Key)."""

    invitation: Invitation
    replayed: bool = False


async def create_invitation(
    command: InviteGuest,
    *,
    store: InvitationStore,
    blocks: BlockStore,
    directory: Directory,
    ways: Ways,
    queue: TaskQueue,
    quota: Quota,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    lifetime: timedelta,
    guest_timeout: float = GUEST_TIMEOUT,
) -> InvitationMade:
    """Return the new invitation, with its guest unless the directory was too slow.

    Raises AddressBlocked, AddressAlreadyInvited, IdempotencyKeyReused, QuotaExceeded, GuestRefused,
    or Unavailable. Who was invited already, and who is not in the end, counts for no quota.
    """
    now = clock()
    await check_not_blocked(command.guest.email, command.organisation, store=blocks)
    draft = draft_of(command, new_id(), now, lifetime)
    claim = await store.claim(
        draft,
        fingerprint=fingerprint_of(command),
        idempotency_key=command.idempotency_key,
        now=now,
    )
    if claim.existing:
        if claim.existing.erasing:
            # A retry must not invite somebody whose data was erased.
            raise IdempotencyKeyReused
        return InvitationMade(claim.existing, replayed=True)
    draft = draft.having(id=claim.invitation_id)
    whose = command.inviter.email, command.organisation
    try:
        await quota.spend(*whose, 1)
    except QuotaExceeded:
        await store.release(draft, idempotency_key=command.idempotency_key)
        raise
    try:
        if not command.respond_async:
            draft = await with_guest(draft, directory, ways, guest_timeout)
        await queue.send(Task(draft.id, new_id(), now))
        _check_in_time(now, clock())
        made = Event("InvitationCreated", now, command.by or draft.inviter.email)
        stored = await store.add(draft, made)
    except GuestRefused:
        await store.release(draft, idempotency_key=command.idempotency_key)
        await _give_back(quota, *whose)
        raise
    except Exception:
        await _give_back(quota, *whose)
        raise
    if stored.created != now:
        await _give_back(quota, *whose)  # the same request, sent twice at once, was faster
    return InvitationMade(stored)


def _check_in_time(began: datetime, now: datetime) -> None:
    """Raise Unavailable where the message may have given up: the row would never be sent."""
    if now - began >= CREATE_WINDOW:
        raise Unavailable("storage")


async def _give_back(quota: Quota, inviter: str, organisation: str) -> None:
    """Give back what was spent; what cannot be given back now is when its day is over."""
    with contextlib.suppress(Unavailable):
        await quota.give_back(inviter, organisation, 1)


async def with_guest(
    draft: Invitation, directory: Directory, ways: Ways, seconds: float
) -> Invitation:
    """Return the draft with its guest, and with the way that awaits them if that comes in time."""
    looking = asyncio.create_task(ways.of(domain_of(draft.guest.email)))
    try:
        async with asyncio.timeout(seconds):
            guest = await directory.invite(draft)
            draft = draft.having(
                guest_id=guest.id,
                redeem_url=guest.redeem_url,
                guest_created=guest.created,
                language=guest_language(draft, guest),
            )
            way = await looking
            return draft.having(way=way.kind, tenant_name=way.tenant_name)
    except (TimeoutError, Unavailable):
        return draft
    finally:
        looking.cancel()


def draft_of(command: InviteGuest, id_: str, now: datetime, lifetime: timedelta) -> Invitation:
    """Return the invitation that is asked for, not stored."""
    draft = Invitation(
        id=id_,
        organisation=command.organisation,
        guest=command.guest,
        inviter=command.inviter,
        created=now,
        expires=now,
        language=command.language,
        language_open=command.language_open,
        message=command.message,
        company=command.company,
        roles=command.roles,
        redirect_url=command.redirect_url,
        bulk=command.bulk,
        days=command.days,
        reminders=command.reminders,
    )
    return draft.having(expires=draft.runs_until(now, lifetime))


def fingerprint_of(command: InviteGuest) -> str:
    """Return what tells two request bodies apart; how they are to be answered or sent does not."""
    body = asdict(command)
    for name in ("idempotency_key", "respond_async", "bulk", "language_open", "by", "reminders"):
        del body[name]
    if not command.days:
        del body["days"]  # a request of before there was such a member is the same
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
