"""Stores that keep everything in dictionaries."""

import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.errors import (
    AddressAlreadyInvited,
    IdempotencyKeyReused,
    LostRace,
    Unavailable,
)
from shared.domain.invitation import OPEN, Event, Invitation, Link, State
from shared.domain.letter import Letter
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.ports import Awaited, Claim


@dataclass
class Held:
    """Who holds an address, or what an Idempotency-Key was used for."""

    id: str
    fingerprint: str
    key: str
    created: datetime
    renewing: str = ""


@dataclass
class FakeStore:
    """Invitations in dictionaries. `meanwhile` runs once before the next save: a rival's change."""

    rows: dict[str, Invitation] = field(default_factory=dict)
    events: dict[str, list[Event]] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    claims: dict[tuple[str, str], Held] = field(default_factory=dict)
    keys: dict[str, Held] = field(default_factory=dict)
    enlisted: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] | None = None
    outage: Unavailable | None = None
    _versions: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def put(self, invitation: Invitation) -> Invitation:
        """Store as somebody else would, whatever is there."""
        stored = invitation.having(version=str(next(self._versions)))
        self.rows[invitation.id] = stored
        self.events.setdefault(invitation.id, [])
        return stored

    def kinds(self, invitation_id: str) -> list[str]:
        """Return what happened, in order."""
        return [event.kind for event in self.events[invitation_id]]

    async def claim(
        self, draft: Invitation, *, fingerprint: str, idempotency_key: str, now: datetime
    ) -> Claim:
        self._fail()
        used = self.keys.get(idempotency_key) if idempotency_key else None
        if used is not None:
            if used.fingerprint != fingerprint:
                raise IdempotencyKeyReused
            return Claim(used.id, self.rows.get(used.id))
        place = (draft.organisation, draft.guest.email)
        holder = self.claims.get(place)
        if holder is not None:
            existing = self.rows.get(holder.id)
            same = (holder.fingerprint, holder.key) == (fingerprint, idempotency_key)
            if existing is None and same:
                return Claim(holder.id)
            self._check_free(holder, draft.guest.email, now)
        held = Held(draft.id, fingerprint, idempotency_key, draft.created)
        self.claims[place] = held
        if idempotency_key:
            self.keys[idempotency_key] = held
        return Claim(draft.id)

    async def reclaim(self, invitation: Invitation, address: str, now: datetime) -> None:
        self._fail()
        place = (invitation.organisation, address)
        holder = self.claims.get(place)
        if holder is not None and holder.id != invitation.id:
            self._check_free(holder, address, now)
        self.claims[place] = Held(invitation.id, "", "", now, invitation.version)

    def _check_free(self, holder: Held, address: str, now: datetime) -> None:
        existing = self.rows.get(holder.id)
        storing = existing is None or holder.renewing == existing.version
        if storing and now - holder.created < CREATE_WINDOW:
            raise Unavailable("storage", 1)
        if existing is None or existing.guest.email != address:
            return
        if existing.state is State.ACCEPTED or (
            existing.state in OPEN and not existing.expired(now)
        ):
            raise AddressAlreadyInvited(existing.id)

    async def release(self, draft: Invitation, *, idempotency_key: str) -> None:
        self.claims.pop((draft.organisation, draft.guest.email), None)
        self.keys.pop(idempotency_key, None)

    async def add(self, invitation: Invitation, event: Event) -> Invitation:
        self._fail()
        if invitation.id in self.rows:
            return self.rows[invitation.id]
        stored = self.put(invitation.having(event_count=1))
        self.events[invitation.id] = [event]
        return stored

    async def enlist(self, invitation: Invitation) -> None:
        self.enlisted.append(invitation.id)

    async def get(self, invitation_id: str) -> Invitation | None:
        self._fail()
        return self.rows.get(invitation_id)

    async def link(self, invitation_id: str) -> Link | None:
        self._fail()
        row = self.rows.get(invitation_id)
        if row is None:
            return None
        corrected = bool(row.successor)
        return Link(row.state, row.expires, row.language, row.redeem_url, row.guest_gone, corrected)

    async def save(
        self, invitation: Invitation, event: Event | None = None, *letters: Letter
    ) -> Invitation:
        self._fail()
        rival, self.meanwhile = self.meanwhile, None
        if rival is not None:
            rival()
        if self.rows[invitation.id].version != invitation.version:
            raise LostRace
        for letter in letters:
            self._check_letter(letter)
        if event is not None:
            self.events[invitation.id].append(event)
        for letter in letters:
            self._put_letter(letter)
        changed = invitation.having(
            event_count=len(self.events[invitation.id]), revision=invitation.revision + 1
        )
        return self.put(changed)

    async def awaited(self) -> AsyncIterator[Awaited]:
        self._fail()
        for row in list(self.rows.values()):
            if row.state in OPEN or row.state is State.ACCEPTED:
                yield Awaited(row.id, row.guest_id, row.consent, row.guest_gone)

    async def letter(self, letter_id: str) -> Letter | None:
        self._fail()
        return self.letters.get(letter_id)

    async def save_letter(self, letter: Letter) -> Letter:
        self._fail()
        rival, self.meanwhile = self.meanwhile, None
        if rival is not None:
            rival()
        self._check_letter(letter)
        return self._put_letter(letter)

    def _check_letter(self, letter: Letter) -> None:
        stored = self.letters.get(letter.id)
        if (stored.version if stored else "") != letter.version:
            raise LostRace

    def _put_letter(self, letter: Letter) -> Letter:
        stored = letter.having(version=str(next(self._versions)))
        self.letters[letter.id] = stored
        return stored

    async def event(self, invitation_id: str, number: int) -> Event | None:
        self._fail()
        there = self.events.get(invitation_id, [])
        return there[number - 1] if 0 < number <= len(there) else None

    async def history(self, invitation_id: str) -> list[Event]:
        return list(self.events.get(invitation_id, []))

    def _fail(self) -> None:
        if self.outage is not None:
            raise self.outage
