"""Invitations, their history, and their index in Azure Table Storage (design.md, Storage)."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from shared.domain.addresses import address_hash
from shared.domain.errors import (
    AddressAlreadyInvited,
    AddressBusy,
    IdempotencyKeyReused,
    LostRace,
    Unavailable,
)
from shared.domain.invitation import OPEN, Event, Invitation, Link, State
from shared.domain.keys import idempotency_hash, organisation_key
from shared.domain.letter import Letter
from shared.outer import letter_rows, rows
from shared.outer.audit.index import AuditIndex
from shared.outer.claim_rows import ClaimRows, claim_rows, renewed_row
from shared.outer.contention import WAITS, settled
from shared.outer.listing.notes import Notes
from shared.outer.tables import AlreadyThere, Table, create, delete, update, version_of
from shared.outer.transaction import Operation
from shared.usecases.audit import Entry
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.ports import Awaited, Claim

log = logging.getLogger(__name__)
_AWAITED = " or ".join(
    f"state eq '{state}'" for state in (State.QUEUED, State.SENT, State.ACCEPTED)
)


class InvitationTable:
    """The InvitationStore of `shared/usecases/ports.py` on two tables.

    `notes` are how the list hears of changes, `audit` how the trail does; without them they have
    to find out by themselves.
    """

    def __init__(
        self,
        invitations: Table,
        index: Table,
        notes: Notes | None = None,
        audit: AuditIndex | None = None,
        waits: Sequence[float] = WAITS,
    ) -> None:
        self._invitations = invitations
        self._index = index
        self._notes = notes
        self._audit = audit
        self._waits = waits

    async def claim(
        self, draft: Invitation, *, fingerprint: str, idempotency_key: str, now: datetime
    ) -> Claim:
        """Hold the address in one transaction; on a conflict, find out whose it is."""
        wanted = claim_rows(draft, fingerprint, idempotency_key)
        return await settled(lambda: self._claim(draft, wanted, now), self._waits)

    async def _claim(self, draft: Invitation, wanted: ClaimRows, now: datetime) -> Claim:
        try:
            await self._index.write([create(row) for row in wanted.all()])
        except AlreadyThere:
            return await self._contend(draft, wanted, now)
        return Claim(draft.id)

    async def _contend(self, draft: Invitation, wanted: ClaimRows, now: datetime) -> Claim:
        if wanted.key is not None:
            replayed = await self._replay(wanted)
            if replayed is not None:
                return replayed
        holder = await self._index.get(wanted.partition, wanted.email["RowKey"])
        if holder is None:
            raise LostRace  # it was let go in between
        if holder["id"] == draft.id:
            return Claim(draft.id)
        existing = await self.get(holder["id"])
        if existing is None and wanted.same_request(holder):
            return Claim(holder["id"])
        _check_free(holder, existing, draft.guest.email, now)
        await self._take_over(wanted, version_of(holder))
        return Claim(draft.id)

    async def reclaim(self, invitation: Invitation, address: str, now: datetime) -> None:
        """Hold the address for a stored invitation; the ETag of the row decides every race."""
        await settled(lambda: self._reclaim(invitation, address, now), self._waits)

    async def _reclaim(self, invitation: Invitation, address: str, now: datetime) -> None:
        row = renewed_row(invitation, address, now)
        holder = await self._index.get(row["PartitionKey"], row["RowKey"])
        operation = create(row)
        if holder is not None:
            if holder["id"] != invitation.id:
                _check_free(holder, await self.get(holder["id"]), address, now)
            operation = update(row, version_of(holder))
        await self._index.write([operation])

    async def _replay(self, wanted: ClaimRows) -> Claim | None:
        assert wanted.key is not None  # noqa: S101 - the caller asked
        row = await self._index.get(wanted.partition, wanted.key["RowKey"])
        if row is None:
            return None
        if row["fingerprint"] != wanted.email["fingerprint"]:
            raise IdempotencyKeyReused
        return Claim(row["id"], await self.get(row["id"]))

    async def _take_over(self, wanted: ClaimRows, version: str) -> None:
        operations: list[Operation] = [update(wanted.email, version)]
        operations += [create(row) for row in wanted.all() if row is not wanted.email]
        await self._index.write(operations)

    async def release(self, draft: Invitation, *, idempotency_key: str) -> None:
        """Delete the claim; what fails here expires after CREATE_WINDOW."""
        partition = organisation_key(draft.organisation)
        operations = [delete(partition, f"email_{address_hash(draft.guest.email)}")]
        if idempotency_key:
            operations.append(delete(partition, f"key_{idempotency_hash(idempotency_key)}"))
        try:
            await self._index.write(operations)
        except (LostRace, Unavailable):
            return

    async def add(self, invitation: Invitation, event: Event) -> Invitation:
        """Insert the row and its first event; a faster twin's row is as good."""
        stored = invitation.having(event_count=1)
        both = [rows.to_row(stored), rows.event_row(invitation.id, 1, event)]
        try:
            [version, _] = await self._invitations.write([create(row) for row in both])
        except AlreadyThere:
            existing = await self.get(invitation.id)
            if existing is None:
                raise
            return existing
        if self._notes is not None:
            self._notes.remember(stored)
        return stored.having(version=version)

    async def enlist(self, invitation: Invitation) -> None:
        """Add a note to the list, and how it was made to the audit trail.

        Those that cannot be reached find out by themselves.
        """
        made = Entry(invitation.created, invitation.id, 1, "InvitationCreated")
        await self._tell(invitation, made)

    async def _tell(self, invitation: Invitation, *entries: Entry) -> None:
        """Tell the list and the audit trail at once."""
        telling = [self._notes.tell(invitation)] if self._notes is not None else []
        if self._audit is not None and entries:
            telling.append(self._audit.tell(*entries))
        await asyncio.gather(*telling)

    async def get(self, invitation_id: str) -> Invitation | None:
        """Return the invitation in one point read."""
        row = await self._invitations.get(rows.partition(invitation_id), invitation_id)
        return rows.from_row(row, version_of(row)) if row is not None else None

    async def link(self, invitation_id: str) -> Link | None:
        """Return the few columns of the link in one point read."""
        row = await self._invitations.get(
            rows.partition(invitation_id), invitation_id, select=rows.LINK_COLUMNS
        )
        return rows.link_from_row(row) if row is not None else None

    async def save(
        self, invitation: Invitation, event: Event | None = None, *letters: Letter
    ) -> Invitation:
        """Update the row, if nobody changed it since, and add the event and the letters.

        The list hears of it in a call of its own, where there is something to hear: what has
        neither an event nor an e-mail is of no interest to people.
        """
        number = invitation.event_count + (event is not None)
        changed = invitation.having(event_count=number, revision=invitation.revision + 1)
        operations = [update(rows.to_row(changed), invitation.version)]
        if event is not None:
            operations.append(create(rows.event_row(invitation.id, number, event)))
        operations += [letter_rows.operation(letter) for letter in letters]
        try:
            version, *_ = await self._invitations.write(operations)
        except AlreadyThere as error:
            raise LostRace from error
        if event is not None:
            await self._tell(changed, Entry(event.at, changed.id, number, event.kind))
        elif letters:
            await self._tell(changed)
        return changed.having(version=version)

    async def awaited(self) -> AsyncIterator[Awaited]:
        """Yield them in one query over the table, a thousand at a time."""
        found = self._invitations.where(_AWAITED, rows.AWAITED_COLUMNS)
        async with contextlib.aclosing(found):
            async for row in found:
                yield rows.awaited_from_row(row)

    async def letter(self, letter_id: str) -> Letter | None:
        """Return the e-mail in one point read."""
        row = await self._invitations.get(*letter_rows.place(letter_id))
        return letter_rows.from_row(row, version_of(row)) if row is not None else None

    async def save_letter(self, letter: Letter) -> Letter:
        """Update the row of the e-mail, if nobody changed it since."""
        [version] = await self._invitations.write([letter_rows.operation(letter)])
        return letter.having(version=version)

    async def event(self, invitation_id: str, number: int) -> Event | None:
        """Return the event in one point read."""
        row = await self._invitations.get(*rows.event_place(invitation_id, number))
        return rows.event_from_row(row) if row is not None else None

    async def history(self, invitation_id: str) -> list[Event]:
        """Return the events in the order of their numbers."""
        found = await self._invitations.rows(
            rows.partition(invitation_id), f"{invitation_id}_e", f"{invitation_id}_f"
        )
        return [rows.event_from_row(row) for row in found]


def _check_free(holder: Any, existing: Invitation | None, address: str, now: datetime) -> None:
    """Raise AddressAlreadyInvited or AddressBusy unless the holder needs the address no more."""
    age = now - holder["created"]
    about_to_be_stored = existing is None or holder.get("renewing") == existing.version
    if about_to_be_stored and age < CREATE_WINDOW:
        raise AddressBusy("the address", int((CREATE_WINDOW - age).total_seconds()) + 1)
    # An invitation that was resent to another address has left this one.
    if existing is not None and existing.guest.email == address and _holds(existing, now):
        raise AddressAlreadyInvited(existing.id)


def _holds(invitation: Invitation, now: datetime) -> bool:
    """Return whether the invitation still needs its address for itself."""
    if invitation.state in OPEN:
        return not invitation.expired(now)
    return invitation.state is State.ACCEPTED
