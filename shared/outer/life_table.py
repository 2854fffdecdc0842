"""The life of invitations in Azure Table Storage: succession, what is due, and erasing.

What is due is asked of the whole table: the service looks at every row and returns the few that
meet the condition, as `InvitationTable.awaited` does every five minutes (design.md, Storage).
"""

import contextlib
import itertools
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from shared.domain.addresses import address_hash
from shared.domain.errors import LostRace
from shared.domain.invitation import Event, Invitation
from shared.domain.keys import organisation_key
from shared.domain.letter import Letter
from shared.outer import letter_rows, rows
from shared.outer.audit.index import AuditIndex
from shared.outer.listing.notes import Notes
from shared.outer.tables import (
    AlreadyThere,
    Table,
    create,
    delete,
    delete_unchanged,
    put,
    update,
    version_of,
)
from shared.outer.transaction import Operation
from shared.usecases.audit import Entry

_ID = 36
_MOST = 96  # a transaction holds 100 operations (design.md), of which two are the row's own
_DUE = "state eq 'sent' and remind_at gt '' and remind_at le @text and expires gt @now"
# The SDK takes parameters for words: no bracket may touch them.
_ENDED = (
    "erased eq false and ((ended gt '' and ended lt @text ) or "
    "((state eq 'queued' or state eq 'sent') and expires lt @now ))"
)
_SENDING = (
    "PartitionKey eq @partition and "
    "((operation_id eq @id and state eq 'queued') or (RowKey eq @letter and fate eq 'queued'))"
)
# An invitation, its events ("by") and its e-mails ("to_email") are rows of one table.
_NAMING = ("guest_email", "inviter_email", "contact_email", "contact_confirmed", "to_email", "by")
_ABOUT = " or ".join(f"{name} eq @address" for name in _NAMING)


class LifeTable:
    """The LifeStore of `shared/usecases/life.py` on two tables."""

    def __init__(
        self,
        invitations: Table,
        index: Table,
        notes: Notes | None = None,
        audit: AuditIndex | None = None,
    ) -> None:
        self._invitations = invitations
        self._index = index
        self._notes = notes
        self._audit = audit

    async def succeed(
        self,
        before: Invitation,
        ended: Event,
        after: Invitation,
        made: Event,
        *letters: Letter,
    ) -> tuple[Invitation, Invitation]:
        """Write both in one transaction of their partition."""
        number = before.event_count + 1
        closed = before.having(event_count=number, revision=before.revision + 1)
        opened = after.having(event_count=1)
        operations = [
            update(rows.to_row(closed), before.version),
            create(rows.event_row(before.id, number, ended)),
            create(rows.to_row(opened)),
            create(rows.event_row(after.id, 1, made)),
            *map(letter_rows.operation, letters),
        ]
        try:
            closed_version, _, opened_version, *_ = await self._invitations.write(operations)
        except AlreadyThere as error:
            raise LostRace from error
        await self._tell((closed, ended), (opened, made))
        return (
            closed.having(version=closed_version),
            opened.having(version=opened_version),
        )

    async def to_remind(self, now: datetime) -> AsyncIterator[str]:
        """Yield them in one query over the table."""
        text = rows.sortable(now)
        found = self._invitations.where(_DUE, ["RowKey"], text=text, now=now)
        async with contextlib.aclosing(found):
            async for row in found:
                yield row["RowKey"]

    async def ended(self, before: datetime) -> AsyncIterator[str]:
        """Yield them in one query over the table."""
        text = rows.sortable(before)
        found = self._invitations.where(_ENDED, ["RowKey"], text=text, now=before)
        async with contextlib.aclosing(found):
            async for row in found:
                yield row["RowKey"]

    async def about(self, address: str) -> AsyncIterator[str]:
        """Yield them in one query over the table, events and e-mails included."""
        seen: set[str] = set()
        found = self._invitations.where(_ABOUT, ["RowKey", "invitation_id"], address=address)
        async with contextlib.aclosing(found):
            async for row in found:
                id_ = row.get("invitation_id") or row["RowKey"][:_ID]
                if id_ not in seen:
                    seen.add(id_)
                    yield id_

    async def sending(self, operation_id: str) -> bool:
        """Ask for an invitation that is sent under the id, or an e-mail of that id."""
        partition, letter = letter_rows.place(operation_id)
        names = {"partition": partition, "id": operation_id, "letter": letter}
        found = self._invitations.where(_SENDING, ["RowKey"], **names)
        async with contextlib.aclosing(found):
            return await anext(found, None) is not None

    async def letters(self, invitation_id: str) -> list[Letter]:
        """Return those of the partition that are the invitation's."""
        found = await self._invitations.rows(rows.partition(invitation_id), "mail_", "mail`")
        return [
            letter_rows.from_row(row, version_of(row))
            for row in found
            if row["invitation_id"] == invitation_id
        ]

    async def rewrite(
        self, invitation: Invitation, event: Event, history: Sequence[Event], gone: Sequence[Letter]
    ) -> Invitation:
        """Write one transaction; where there is too much for one, the row is in the last.

        Cut off before that, the same is simply done again.
        """
        number = invitation.event_count + 1
        changed = invitation.having(event_count=number, revision=invitation.revision + 1)
        operations: list[Operation] = [
            put(rows.event_row(invitation.id, place, one)) for place, one in enumerate(history, 1)
        ]
        operations += [delete(*letter_rows.place(letter.id)) for letter in gone]
        *early, last = [*itertools.batched(operations, _MOST, strict=False)] or [()]
        for some in early:
            await self._invitations.write(list(some))
        own = [
            update(rows.to_row(changed), invitation.version),
            create(rows.event_row(invitation.id, number, event)),
        ]
        try:
            version, *_ = await self._invitations.write([*own, *last])
        except AlreadyThere as error:
            raise LostRace from error
        await self._tell((changed, event))
        return changed.having(version=version)

    async def _tell(self, *changes: tuple[Invitation, Event]) -> None:
        """Tell the list and the audit trail of invitations with their newest events."""
        if self._notes is not None:
            await self._notes.tell(*(invitation for invitation, _ in changes))
        if self._audit is not None:
            await self._audit.tell(
                *(Entry(event.at, one.id, one.event_count, event.kind) for one, event in changes)
            )

    async def forget_claim(self, invitation: Invitation) -> None:
        """Delete the row unless it has become another invitation's."""
        partition = organisation_key(invitation.organisation)
        row = await self._index.get(partition, f"email_{address_hash(invitation.guest.email)}")
        if row is not None and row["id"] == invitation.id:
            with contextlib.suppress(LostRace):
                await self._index.write(
                    [delete_unchanged(partition, row["RowKey"], version_of(row))]
                )
