"""Invitations by the hundred: rows of one partition share a transaction (design.md, Storage)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.domain.addresses import address_hash
from shared.domain.errors import LostRace, Unavailable
from shared.domain.invitation import OPEN, Event, Invitation, State
from shared.domain.keys import organisation_key
from shared.outer import rows
from shared.outer.block_table import row_key
from shared.outer.claim_rows import ClaimRows, claim_rows
from shared.outer.side_by_side import side_by_side
from shared.outer.tables import AlreadyThere, Table, create, put, update, version_of
from shared.outer.transaction import MOST_IN_ONE, Operation
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.imports.ports import Draft

_FEW = 200
_TRIES = 5
_STANDING = ["RowKey", "state", "expires", "guest_email"]
_CLAIM = ["RowKey", "id", "fingerprint", "created", "renewing"]


class ManyInvitationsTable:
    """The ManyInvitations of `shared/usecases/imports/ports.py`."""

    def __init__(self, invitations: Table, index: Table, blocks: Table) -> None:
        self._invitations = invitations
        self._index = index
        self._blocks = blocks

    async def blocked(
        self, organisation: str, addresses: Collection[str] | None = None
    ) -> Collection[str]:
        """Return the hashes: few are looked up, for many the table is read through once."""
        keys = (row_key(""), row_key(organisation))
        if addresses is None or len(addresses) > _FEW:
            found = self._blocks.where(
                f"RowKey eq '{keys[0]}' or RowKey eq '{keys[1]}'", ["PartitionKey"]
            )
            return {str(row["PartitionKey"]) async for row in found}

        async def blocked(hash_: str) -> str:
            stored = await self._blocks.rows(hash_, "org_", "org`", ["RowKey"])
            return hash_ if any(row["RowKey"] in keys for row in stored) else ""

        hashes = [address_hash(address) for address in addresses]
        return set(await side_by_side(blocked, hashes)) - {""}

    async def invited(
        self, organisation: str, wanted: Mapping[str, str], now: datetime
    ) -> dict[str, str]:
        """Return those that are taken; an address that somebody is just claiming is free yet."""
        hashes = {address_hash(address): address for address in wanted}
        holders = await self._holders(organisation_key(organisation), sorted(hashes))
        standing = await self._standing(holders.values())
        found = {}
        for hash_, holder in holders.items():
            address = hashes[hash_]
            stored = standing.get(holder["id"])
            if stored is not None and _taken(holder, stored, address, wanted[address], now):
                found[address] = str(holder["id"])
        return found

    async def claim(self, drafts: Sequence[Draft], now: datetime) -> dict[str, str]:
        """Write the claims of as many as fit into one transaction; look closer on a conflict."""
        wanted = [_claim(draft, now) for draft in drafts]
        width = max(len(one.all()) for one in wanted)
        size = MOST_IN_ONE // width
        pieces = [slice(start, start + size) for start in range(0, len(drafts), size)]

        async def claim(piece: slice) -> dict[str, str]:
            try:
                await self._index.write([create(row) for one in wanted[piece] for row in one.all()])
            except AlreadyThere:
                return await self._contend(drafts[piece], wanted[piece], now)
            return {}

        found = await side_by_side(claim, pieces)
        return {address: id_ for one in found for address, id_ in one.items()}

    async def add(self, invitations: Sequence[Invitation], event: Event) -> None:
        """Write them with their events; on a conflict, write those that are missing."""
        lots: dict[str, list[Invitation]] = defaultdict(list)
        for one in invitations:
            lots[rows.partition(one.id)].append(one.having(event_count=1))
        size = MOST_IN_ONE // 2
        pieces = [
            lot[start : start + size] for lot in lots.values() for start in range(0, len(lot), size)
        ]

        async def add(piece: Sequence[Invitation]) -> None:
            try:
                await self._create(piece, event)
            except AlreadyThere:
                there = await self._standing([{"id": one.id} for one in piece])
                missing = [one for one in piece if one.id not in there]
                if missing:
                    await self._create(missing, event)

        await side_by_side(add, pieces)

    async def _create(self, piece: Sequence[Invitation], event: Event) -> None:
        operations: list[Operation] = []
        for one in piece:
            operations += [
                create(_lean(rows.to_row(one))),
                create(rows.event_row(one.id, 1, event)),
            ]
        await self._invitations.write(operations)

    async def _contend(
        self, drafts: Sequence[Draft], wanted: Sequence[ClaimRows], now: datetime
    ) -> dict[str, str]:
        """Return what is taken, and hold the rest; begin anew where somebody interferes."""
        for _ in range(_TRIES):
            taken, operations = await self._contest(drafts, wanted, now)
            try:
                if operations:
                    await self._index.write(operations)
            except (AlreadyThere, LostRace):
                continue
            return taken
        raise Unavailable("storage", 1)

    async def _contest(
        self, drafts: Sequence[Draft], wanted: Sequence[ClaimRows], now: datetime
    ) -> tuple[dict[str, str], list[Operation]]:
        """Return what is taken, and what holds the rest."""
        hashes = sorted(one.email["RowKey"].removeprefix("email_") for one in wanted)
        holders = await self._holders(wanted[0].partition, hashes)
        standing = await self._standing(holders.values())
        taken: dict[str, str] = {}
        operations: list[Operation] = []
        for draft, rows_ in zip(drafts, wanted, strict=True):
            address = draft.invitation.guest.email
            holder = holders.get(address_hash(address))
            if holder is None:
                operations += [create(rows_.email), *_beside(rows_)]
                continue
            if holder["id"] == draft.invitation.id:
                # Ours, from a try that crashed; its age counts from now on.
                operations.append(update(rows_.email, version_of(holder)))
                continue
            stored = standing.get(holder["id"])
            _check_stored(holder, stored, now)
            if stored is not None and _taken(holder, stored, address, draft.fingerprint, now):
                taken[address] = str(holder["id"])
                continue
            operations += [update(rows_.email, version_of(holder)), *_beside(rows_)]
        return taken, operations

    async def _holders(self, partition: str, hashes: Sequence[str]) -> dict[str, Any]:
        """Return the claims of sorted hashes: by ranges, which for few of them are points."""
        size = max(1, len(hashes) // MOST_IN_ONE)
        ranges = [hashes[start : start + size] for start in range(0, len(hashes), size)]

        async def within(some: Sequence[str]) -> list[Any]:
            first, last = f"email_{some[0]}", f"email_{some[-1]}~"
            return await self._index.rows(partition, first, last, _CLAIM)

        asked = set(hashes)
        found = await side_by_side(within, ranges)
        claims = {str(row["RowKey"]).removeprefix("email_"): row for one in found for row in one}
        return {hash_: row for hash_, row in claims.items() if hash_ in asked}

    async def _standing(self, holders: Collection[Any]) -> dict[str, Any]:
        """Return as much of the invitations as says whether they hold an address, by id."""
        lots: dict[str, list[str]] = defaultdict(list)
        for holder in holders:
            lots[rows.partition(holder["id"])].append(str(holder["id"]))

        async def within(ids: list[str]) -> list[Any]:
            # The events of the last one sort after it.
            partition = rows.partition(ids[0])
            return await self._invitations.rows(partition, min(ids), f"{max(ids)}_", _STANDING)

        found = await side_by_side(within, list(lots.values()))
        return {str(row["RowKey"]): row for one in found for row in one if "_" not in row["RowKey"]}


def _lean(row: dict[str, Any]) -> dict[str, Any]:
    """Return a new row without what it holds nothing in: that is read as empty (rows.from_row).

    `erased` stays: retention seeks rows that say no (see `LifeTable.ended`).
    """
    kept = {name: value for name, value in row.items() if value not in ("", False)}
    return kept | {"erased": row["erased"]}


def _claim(draft: Draft, now: datetime) -> ClaimRows:
    """Return the rows; the age of a claim counts from the try, not from the confirmation."""
    found = claim_rows(draft.invitation, draft.fingerprint, "")
    found.email["created"] = now
    return found


def _beside(wanted: ClaimRows) -> list[Operation]:
    """Return what adds the rows beside the claim, which a try that crashed may have left."""
    return [put(row) for row in wanted.all() if row is not wanted.email]


def _check_stored(holder: Any, stored: Any, now: datetime) -> None:
    """Raise Unavailable while the create or the resend that holds the address may be under way."""
    age = now - holder["created"]
    renewing = stored is not None and holder.get("renewing") == version_of(stored)
    if (stored is None or renewing) and age < CREATE_WINDOW:
        raise Unavailable("storage", int((CREATE_WINDOW - age).total_seconds()) + 1)


def _taken(holder: Any, stored: Any, address: str, fingerprint: str, now: datetime) -> bool:
    """Return whether the invitation needs its address, or is of the very same row."""
    if holder["fingerprint"] == fingerprint:
        return True
    if stored["guest_email"] != address:
        return False
    state = State(stored["state"])
    if state in OPEN:
        return bool(now < stored["expires"])
    return state is State.ACCEPTED
