"""Claiming an address: of all who want it one gets it, whatever crashed before (design.md)."""

import asyncio
import dataclasses
import re
from datetime import datetime, timedelta

import pytest
from azure.data.tables.aio import TableClient

from shared.domain.errors import (
    AddressAlreadyInvited,
    AddressBusy,
    IdempotencyKeyReused,
    Unavailable,
)
from shared.domain.invitation import Event, Invitation, Person, State
from shared.domain.keys import organisation_key
from shared.outer.invitation_table import InvitationTable
from shared.outer.tables import Table
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.ports import Claim
from tests.samples import LIFETIME, NOW, invitation

CREATED = Event("InvitationCreated", NOW, "tamer@gfms.example")
SECOND = timedelta(seconds=1)


async def claim(
    store: InvitationTable,
    draft: Invitation,
    body: str = "body",
    key: str = "",
    now: datetime = NOW,
) -> Claim:
    return await store.claim(draft, fingerprint=body, idempotency_key=key, now=now)


def rival(draft: Invitation) -> Invitation:
    """Return another invitation of the same address by the same organisation."""
    return invitation(organisation=draft.organisation, guest=draft.guest)


async def made(store: InvitationTable, state: State = State.QUEUED) -> Invitation:
    """Return an invitation that holds its address and is stored."""
    draft = invitation(state=state)
    await claim(store, draft)
    return await store.add(draft, CREATED)


async def test_a_free_address_is_claimed(store: InvitationTable) -> None:
    draft = invitation()
    assert await claim(store, draft) == Claim(draft.id)


async def test_the_same_draft_may_claim_twice(store: InvitationTable) -> None:
    """The SDK repeats a transaction whose answer got lost."""
    draft = invitation()
    await claim(store, draft)
    assert await claim(store, draft, "another body") == Claim(draft.id)


async def test_organisations_do_not_share_addresses_but_their_own_spellings(
    store: InvitationTable,
) -> None:
    draft = await made(store)
    elsewhere = invitation(guest=draft.guest)
    assert await claim(store, elsewhere) == Claim(elsewhere.id)
    spelt = dataclasses.replace(rival(draft), organisation=f" {draft.organisation.upper()} ")
    with pytest.raises(AddressAlreadyInvited):
        await claim(store, spelt)


@pytest.mark.parametrize("state", [State.QUEUED, State.SENT, State.ACCEPTED])
async def test_an_open_invitation_keeps_its_address(store: InvitationTable, state: State) -> None:
    holder = await made(store, state)
    with pytest.raises(AddressAlreadyInvited) as caught:
        await claim(store, rival(holder))
    assert caught.value.invitation_id == holder.id


@pytest.mark.parametrize("state", [State.COMPLETED, State.FAILED, State.REVOKED, State.BLOCKED])
async def test_a_closed_invitation_leaves_its_address(store: InvitationTable, state: State) -> None:
    new = rival(await made(store, state))
    assert await claim(store, new) == Claim(new.id)
    await store.add(new, CREATED)
    with pytest.raises(AddressAlreadyInvited) as caught:
        await claim(store, rival(new))
    assert caught.value.invitation_id == new.id


@pytest.mark.parametrize("state", [State.QUEUED, State.SENT])
async def test_an_expired_invitation_leaves_its_address(
    store: InvitationTable, state: State
) -> None:
    holder = await made(store, state)
    with pytest.raises(AddressAlreadyInvited):
        await claim(store, rival(holder), now=NOW + LIFETIME - SECOND)
    new = rival(holder)
    assert await claim(store, new, now=NOW + LIFETIME) == Claim(new.id)


async def test_an_accepted_invitation_never_expires(store: InvitationTable) -> None:
    holder = await made(store, State.ACCEPTED)
    with pytest.raises(AddressAlreadyInvited):
        await claim(store, rival(holder), now=NOW + 2 * LIFETIME)


@pytest.mark.parametrize("key", ["", "key"])
async def test_the_same_request_goes_on_after_a_crash(store: InvitationTable, key: str) -> None:
    """The host died between the claim and the row; the caller sends the same again."""
    draft = invitation()
    await claim(store, draft, key=key)
    assert await claim(store, rival(draft), key=key) == Claim(draft.id)


async def test_another_request_waits_until_no_row_can_come_any_more(
    store: InvitationTable,
) -> None:
    draft = invitation()
    await claim(store, draft)
    for others in (("another body", ""), ("body", "a key")):
        with pytest.raises(Unavailable) as caught:
            await claim(store, rival(draft), *others, now=NOW + 60 * SECOND)
        assert caught.value.retry_after == 241
    late, new = (
        NOW + CREATE_WINDOW,
        invitation(organisation=draft.organisation, guest=draft.guest, created=NOW + CREATE_WINDOW),
    )
    assert await claim(store, new, "another body", now=late) == Claim(new.id)
    with pytest.raises(Unavailable):
        await claim(store, rival(new), "yet another body", now=late)


async def test_of_two_who_take_over_one_does(store: InvitationTable) -> None:
    holder = await made(store, State.REVOKED)
    rivals = [rival(holder) for _ in range(6)]
    outcomes = await asyncio.gather(
        *(claim(store, new, f"body {number}", now=NOW) for number, new in enumerate(rivals)),
        return_exceptions=True,
    )
    claims = [outcome for outcome in outcomes if isinstance(outcome, Claim)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert len(claims) == 1
    assert all(isinstance(outcome, AddressBusy) for outcome in refused)
    winner = next(new for new in rivals if claims == [Claim(new.id)])
    await store.add(winner, CREATED)
    with pytest.raises(AddressAlreadyInvited) as caught:
        await claim(store, rival(holder))
    assert caught.value.invitation_id == winner.id


async def test_who_is_late_waits_for_the_first(tables: dict[str, TableClient]) -> None:
    """The first still waits for the directory; then its invitation is there, or it let go."""
    invitations, index = Table(tables["Invitations"]), Table(tables["InvitationIndex"])
    store = InvitationTable(invitations, index, waits=(0.05,) * 40)
    for comes in (True, False):
        first = invitation()
        await claim(store, first, "body")
        late = asyncio.create_task(claim(store, new := rival(first), "another body"))
        await asyncio.sleep(0.1)
        assert not late.done()
        if comes:
            await store.add(first, CREATED)
            with pytest.raises(AddressAlreadyInvited):
                await late
        else:
            await store.release(first, idempotency_key="")
            assert await late == Claim(new.id)


async def test_of_twenty_at_once_one_gets_the_address(store: InvitationTable) -> None:
    first = invitation()

    async def create(number: int) -> str:
        draft = rival(first)
        won = await claim(store, draft, f"body {number}", f"key {number}")
        return (await store.add(draft.having(id=won.invitation_id), CREATED)).id

    outcomes = await asyncio.gather(*map(create, range(20)), return_exceptions=True)
    won = [outcome for outcome in outcomes if isinstance(outcome, str)]
    lost = [outcome for outcome in outcomes if not isinstance(outcome, str)]
    assert len(won) == 1
    assert {type(outcome) for outcome in lost} <= {Unavailable, AddressAlreadyInvited}
    stored = await store.get(won[0])
    assert stored is not None
    assert stored.guest == first.guest


async def test_a_repeated_key_finds_the_invitation(store: InvitationTable) -> None:
    draft = invitation()
    await claim(store, draft, key="key")
    stored = await store.add(draft, CREATED)
    replayed = await claim(store, rival(draft), key="key")
    assert replayed == Claim(draft.id, stored)
    await store.save(stored.to(State.REVOKED))
    again = await claim(store, rival(draft), key="key", now=NOW + 2 * LIFETIME)
    assert again.existing is not None
    assert again.existing.state is State.REVOKED


async def test_a_key_is_for_one_request(store: InvitationTable) -> None:
    draft = invitation()
    await claim(store, draft, key="key")
    other = invitation(organisation=draft.organisation)
    with pytest.raises(IdempotencyKeyReused):
        await claim(store, other, "another body", "key")
    assert await claim(store, other, "another body", "another key") == Claim(other.id)
    with pytest.raises(IdempotencyKeyReused):
        await claim(store, rival(draft), "another body", "key")


async def test_a_key_of_another_organisation_is_another_key(store: InvitationTable) -> None:
    draft, other = invitation(), invitation()
    await claim(store, draft, key="key")
    assert await claim(store, other, "another body", "key") == Claim(other.id)


@pytest.mark.parametrize("key", ["", "key"])
async def test_a_released_address_and_key_are_free(store: InvitationTable, key: str) -> None:
    draft = invitation()
    await claim(store, draft, key=key)
    await store.release(draft, idempotency_key=key)
    new = rival(draft)
    assert await claim(store, new, "another body", key) == Claim(new.id)


async def test_releasing_what_is_not_held_does_no_harm(store: InvitationTable) -> None:
    await store.release(invitation(), idempotency_key="key")


async def test_keys_hold_hashes(store: InvitationTable, tables: dict[str, TableClient]) -> None:
    hostile = invitation(
        organisation="a/b\\c#d?e' or PartitionKey ne '%\t",
        guest=Person("Willy", "willy/'#?@kunde.example"),
    )
    await claim(store, hostile, key=f"clé/{hostile.id}")
    partition = organisation_key(hostile.organisation)
    rows = [
        row
        async for row in tables["InvitationIndex"].query_entities(
            "PartitionKey eq @partition", parameters={"partition": partition}
        )
    ]
    assert re.fullmatch(r"[0-9a-f]{40}", partition)
    hashed = re.compile(r"(email|key)_[0-9a-f]{40}")
    assert all(hashed.fullmatch(row["RowKey"]) for row in rows)
    assert len(rows) == 2, "nothing that a refused create would leave behind"
