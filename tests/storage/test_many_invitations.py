"""Claims and invitations by the hundred: as good as one by one, whatever is there already."""

import asyncio
import dataclasses
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from azure.data.tables.aio import TableClient

from shared.domain.addresses import address_hash
from shared.domain.errors import AddressAlreadyInvited, Unavailable
from shared.domain.invitation import Event, Invitation, Person, State
from shared.outer.block_table import row_key
from shared.outer.invitation_table import InvitationTable
from shared.outer.many_invitations import ManyInvitationsTable
from shared.outer.storage import client_options
from shared.outer.tables import Table, create
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.imports.ports import Draft
from tests.samples import NOW, invitation

MADE = Event("InvitationCreated", NOW, "tamer@gfms.example")


@pytest.fixture(scope="session")
async def many(azurite: str, tables: dict[str, TableClient]) -> AsyncIterator[ManyInvitationsTable]:
    """The store of invitations by the hundred."""
    blocks = TableClient.from_connection_string(azurite, "Blocks", **client_options())
    async with blocks:
        yield ManyInvitationsTable(
            Table(tables["Invitations"]), Table(tables["InvitationIndex"]), Table(blocks)
        )


def drafts(number: int, organisation: str = "", start: int = 0) -> list[Draft]:
    """Return drafts of one organisation whose ids share a partition."""
    organisation = organisation or f"Organisation {uuid.uuid4()}"
    prefix = str(uuid.uuid4())[:3]
    return [
        Draft(
            invitation(
                id=prefix + str(uuid.uuid4())[3:],
                organisation=organisation,
                guest=Person("Éva 山田", f"guest{at}@kunde.example"),
                bulk=True,
            ),
            f"print {at}",
        )
        for at in range(start, start + number)
    ]


def again(some: list[Draft]) -> list[Draft]:
    """Return the same rows of another import: other ids."""
    return [
        dataclasses.replace(one, invitation=one.invitation.having(id=str(uuid.uuid4())))
        for one in some
    ]


def invitations(some: list[Draft]) -> list[Invitation]:
    return [one.invitation for one in some]


async def test_many_are_claimed_and_stored_as_single_ones_are(
    many: ManyInvitationsTable, store: InvitationTable
) -> None:
    some = drafts(130)
    assert await many.claim(some, NOW) == {}
    await many.add(invitations(some), MADE)
    for one in (some[0], some[49], some[50], some[129]):
        stored = await store.get(one.invitation.id)
        assert stored == one.invitation.having(event_count=1)
        assert await store.history(one.invitation.id) == [MADE]
    rival = some[77].invitation.having(id=str(uuid.uuid4()))
    with pytest.raises(AddressAlreadyInvited) as taken:
        await store.claim(rival, fingerprint="x", idempotency_key="", now=NOW)
    assert taken.value.invitation_id == some[77].invitation.id


async def test_the_same_try_twice_changes_nothing(many: ManyInvitationsTable) -> None:
    some = drafts(60)
    for _ in range(2):
        assert await many.claim(some, NOW) == {}
        await many.add(invitations(some), MADE)


async def test_what_is_missing_is_added(many: ManyInvitationsTable, store: InvitationTable) -> None:
    some = drafts(10)
    await many.add(invitations(some[3:5]), MADE)
    await many.add(invitations(some), MADE)
    assert all([await store.get(one.id) for one in invitations(some)])


async def test_who_is_invited_already_keeps_the_invitation(many: ManyInvitationsTable) -> None:
    some = drafts(40)
    await many.claim(some, NOW)
    await many.add(invitations(some), MADE)
    more = again(some) + drafts(70, some[0].invitation.organisation, start=40)
    expected = {one.guest.email: one.id for one in invitations(some)}
    wanted = {one.invitation.guest.email: f"other {one.fingerprint}" for one in more}
    assert await many.invited(some[0].invitation.organisation, wanted, NOW) == expected
    assert await many.claim(more, NOW) == expected


@pytest.mark.parametrize("state", [State.COMPLETED, State.FAILED, State.REVOKED])
async def test_only_the_same_row_is_held_by_one_that_has_ended(
    many: ManyInvitationsTable, store: InvitationTable, state: State
) -> None:
    [one] = drafts(1)
    await many.claim([one], NOW)
    await store.add(one.invitation.having(state=state), MADE)
    address = one.invitation.guest.email
    organisation = one.invitation.organisation
    other = dataclasses.replace(again([one])[0], fingerprint="another text")
    assert await many.invited(organisation, {address: "print 0"}, NOW) != {}
    assert await many.invited(organisation, {address: "another text"}, NOW) == {}
    assert await many.claim(again([one]), NOW) == {address: one.invitation.id}
    assert await many.claim([other], NOW) == {}


async def test_an_address_that_is_being_claimed_is_waited_for_but_not_for_ever(
    many: ManyInvitationsTable,
) -> None:
    some = drafts(3)
    await many.claim(some[1:2], NOW)
    with pytest.raises(Unavailable) as wait:
        await many.claim(again(some), NOW + timedelta(seconds=10))
    assert wait.value.retry_after == int(CREATE_WINDOW.total_seconds()) - 9
    assert await many.claim(again(some), NOW + CREATE_WINDOW) == {}


async def test_a_second_try_makes_its_claim_young_again(many: ManyInvitationsTable) -> None:
    some = drafts(1)
    await many.claim(some, NOW)
    await many.claim(some, NOW + CREATE_WINDOW)
    with pytest.raises(Unavailable):
        await many.claim(again(some), NOW + CREATE_WINDOW + timedelta(seconds=1))


async def test_of_many_who_want_the_same_addresses_each_goes_to_one(
    many: ManyInvitationsTable,
) -> None:
    rivals = [drafts(60, "Rivals", start=number * 20) for number in range(4)]

    async def accept(some: list[Draft]) -> list[str]:
        for _ in range(20):
            try:
                taken = await many.claim(some, NOW)
            except Unavailable:
                await asyncio.sleep(0.05)
                continue
            ours = [one for one in some if one.invitation.guest.email not in taken]
            if ours:
                await many.add(invitations(ours), MADE)
            return [one.invitation.guest.email for one in ours]
        raise AssertionError("never got through")

    won = [address for one in await asyncio.gather(*map(accept, rivals)) for address in one]
    assert sorted(won) == sorted({one.invitation.guest.email for lot in rivals for one in lot})


@pytest.mark.parametrize("many_asked", [False, True])
async def test_blocks_are_found_for_few_and_for_many(
    many: ManyInvitationsTable, many_asked: bool
) -> None:
    organisation = f"Organisation {uuid.uuid4()}"
    addresses = [f"{uuid.uuid4()}@kunde.example" for _ in range(250 if many_asked else 5)]
    keys = (row_key(""), row_key(organisation), row_key("another"))
    for address, key in zip(addresses, keys, strict=False):
        row = {"PartitionKey": address_hash(address), "RowKey": key, "since": NOW}
        await many._blocks.write([create(row)])
    found = set(await many.blocked(organisation, addresses))
    assert found.intersection(map(address_hash, addresses)) == set(map(address_hash, addresses[:2]))
