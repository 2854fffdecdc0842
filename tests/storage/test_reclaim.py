"""An invitation that is resent holds its address again, or another one (InvitationIndex)."""

from datetime import timedelta

import pytest
from azure.data.tables.aio import TableClient

from shared.domain.addresses import address_hash
from shared.domain.errors import AddressAlreadyInvited, Unavailable
from shared.domain.invitation import Event, Invitation, Person, State
from shared.domain.keys import organisation_key
from shared.outer.invitation_table import InvitationTable
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.ports import Claim
from tests.samples import LIFETIME, NOW, invitation

LATE = NOW + LIFETIME
OTHER = "other@kunde.example"


async def claim(store: InvitationTable, draft: Invitation, **changed: object) -> Claim:
    now = changed.get("now", NOW)
    return await store.claim(draft, fingerprint="body", idempotency_key="", now=now)  # type: ignore[arg-type]  # a datetime


async def made(store: InvitationTable, **changed: object) -> Invitation:
    draft = invitation(**changed)
    await claim(store, draft)
    await store.add(draft, Event("InvitationCreated", NOW, "x"))
    stored = await store.get(draft.id)
    assert stored is not None
    return stored


def rival(one: Invitation, address: str = "") -> Invitation:
    guest = Person("Rival", address or one.guest.email)
    return invitation(organisation=one.organisation, guest=guest, created=LATE)


async def test_an_expired_invitation_takes_its_address_back_before_anybody_else(
    store: InvitationTable,
) -> None:
    one = await made(store)
    await store.reclaim(one, one.guest.email, LATE)
    with pytest.raises(Unavailable) as caught:
        await claim(store, rival(one), now=LATE)
    assert caught.value.retry_after == 301
    await store.save(one.having(expires=LATE + LIFETIME))
    with pytest.raises(AddressAlreadyInvited):
        await claim(store, rival(one), now=LATE)


@pytest.mark.parametrize("changed", [True, False])
async def test_a_resend_that_came_to_nothing_leaves_the_address(
    store: InvitationTable, changed: bool
) -> None:
    one = await made(store)
    await store.reclaim(one, one.guest.email, LATE)
    if changed:
        await store.save(one.to(State.REVOKED))
    new = rival(one)
    assert await claim(store, new, now=LATE + (CREATE_WINDOW * (not changed))) == Claim(new.id)


async def test_another_address_is_held_and_the_old_one_left(store: InvitationTable) -> None:
    one = await made(store)
    await store.reclaim(one, OTHER, NOW)
    with pytest.raises(Unavailable):
        await claim(store, rival(one, OTHER))
    await store.save(one.having(guest=Person("Willy", OTHER)))
    with pytest.raises(AddressAlreadyInvited):
        await claim(store, rival(one, OTHER))
    old = rival(one)
    assert await claim(store, old) == Claim(old.id)


async def test_an_address_that_is_anothers_is_not_taken(store: InvitationTable) -> None:
    one = await made(store)
    two = await made(store, organisation=one.organisation)
    with pytest.raises(AddressAlreadyInvited) as caught:
        await store.reclaim(one, two.guest.email, NOW)
    assert caught.value.invitation_id == two.id
    await store.reclaim(one, two.guest.email, NOW + LIFETIME + timedelta(days=1))


async def test_an_address_that_a_create_holds_is_waited_for(store: InvitationTable) -> None:
    one = await made(store)
    await claim(store, rival(one, OTHER), now=LATE)
    with pytest.raises(Unavailable):
        await store.reclaim(one, OTHER, LATE)
    await store.reclaim(one, OTHER, LATE + CREATE_WINDOW)


async def test_a_new_create_forgets_the_mark_of_a_resend(
    store: InvitationTable, tables: dict[str, TableClient]
) -> None:
    one = await made(store)
    await store.reclaim(one, one.guest.email, NOW)
    await store.save(one.to(State.REVOKED))
    new = rival(one)
    await claim(store, new)
    row = await tables["InvitationIndex"].get_entity(
        organisation_key(one.organisation), f"email_{address_hash(one.guest.email)}"
    )
    assert (row["id"], row["renewing"]) == (new.id, "")
