"""The other half of the fake store: succession, what is due, and erasing."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.errors import LostRace
from shared.domain.invitation import OPEN, EmailFate, Event, Invitation, State
from shared.domain.letter import Letter
from shared.domain.reminding import next_reminder
from tests.unit.fake_stores import FakeStore


@dataclass
class FakeLife:
    """Works on the dictionaries of a FakeStore."""

    store: FakeStore

    async def succeed(
        self, before: Invitation, ended: Event, after: Invitation, made: Event, *letters: Letter
    ) -> tuple[Invitation, Invitation]:
        if after.id in self.store.rows:
            raise LostRace
        closed = await self.store.save(before, ended, *letters)
        return closed, await self.store.add(after, made)

    async def to_remind(self, now: datetime) -> AsyncIterator[str]:
        for row in list(self.store.rows.values()):
            due = next_reminder(row)
            if row.state is State.SENT and due is not None and due <= now < row.expires:
                yield row.id

    async def ended(self, before: datetime) -> AsyncIterator[str]:
        for row in list(self.store.rows.values()):
            late = row.expires if row.state in OPEN else row.ended
            if not row.erased and late is not None and late < before:
                yield row.id

    async def about(self, address: str) -> AsyncIterator[str]:
        for row in list(self.store.rows.values()):
            confirmed = [one.confirmed for one in row.changes if one.field == "contactEmail"]
            named = {
                row.guest.email,
                row.inviter.email,
                row.company.contactEmail.lower(),
                *(text.lower() for text in confirmed),
                *(event.by for event in self.store.events[row.id]),
                *(letter.to.email for letter in await self.letters(row.id)),
            }
            if address in named:
                yield row.id

    async def sending(self, operation_id: str) -> bool:
        letter = self.store.letters.get(operation_id)
        return (letter is not None and letter.fate is EmailFate.QUEUED) or any(
            row.operation_id == operation_id and row.state is State.QUEUED
            for row in self.store.rows.values()
        )

    async def letters(self, invitation_id: str) -> list[Letter]:
        return [one for one in self.store.letters.values() if one.invitation_id == invitation_id]

    async def rewrite(
        self, invitation: Invitation, event: Event, history: Sequence[Event], gone: Sequence[Letter]
    ) -> Invitation:
        saved = await self.store.save(invitation, event)
        self.store.events[invitation.id] = [*history, event]
        for letter in gone:
            self.store.letters.pop(letter.id, None)
        return saved

    async def forget_claim(self, invitation: Invitation) -> None:
        place = (invitation.organisation, invitation.guest.email)
        held = self.store.claims.get(place)
        if held is not None and held.id == invitation.id:
            del self.store.claims[place]
