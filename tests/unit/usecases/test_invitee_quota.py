"""Invitees are counted by inviter and by organisation; who is not invited does not count."""

import asyncio
import dataclasses

import pytest

from shared.domain.errors import (
    AddressAlreadyInvited,
    GuestRefused,
    LostRace,
    QuotaExceeded,
    Unavailable,
)
from shared.domain.failure import Failure
from shared.domain.invitation import Person
from shared.domain.invitee_window import Window
from shared.usecases.create_invitation import CREATE_WINDOW, InviteGuest
from shared.usecases.invitee_quota import Limits
from tests.unit.fakes import World
from tests.unit.usecases.test_create_invitation import COMMAND, create

TAMER, OTHER = "tamer@gfms.example", "other@gfms.example"


def spent(world: World) -> list[int]:
    """Return what each row counts, the organisation's last."""
    rows = sorted(world.quotas.rows.items())
    return [window.total for _, (window, _) in rows]


def guest(number: int, **changed: object) -> InviteGuest:
    new = Person("Guest", f"guest{number}@urs-mechanik.example")
    return dataclasses.replace(COMMAND, guest=new, **changed)  # type: ignore[arg-type]  # of any field


async def test_without_limits_storage_is_not_asked(world: World) -> None:
    await create(world)
    await world.quota.give_back(TAMER, "GFMS", 1)
    assert (world.quotas.reads, world.quotas.rows) == (0, {})


async def test_an_inviter_and_an_organisation_have_each_their_own(world: World) -> None:
    world.limits = Limits(inviter=20, organisation=25)
    await world.quota.spend(TAMER, "GFMS", 20)
    assert spent(world) == [20, 20]
    with pytest.raises(QuotaExceeded) as caught:
        await world.quota.spend(TAMER.upper(), " gfms", 1)
    assert (caught.value.whose, caught.value.limit, caught.value.left) == ("inviter", 20, 0)
    await world.quota.spend(OTHER, "GFMS", 5)
    with pytest.raises(QuotaExceeded) as caught:
        await world.quota.spend(OTHER, "GFMS", 1)
    assert (caught.value.whose, caught.value.limit, caught.value.left) == ("organisation", 25, 0)
    await world.quota.spend(TAMER, "Another one", 20)
    world.clock.advance(seconds=caught.value.retry_after)
    await world.quota.spend(OTHER, "GFMS", 1)


async def test_it_is_all_of_them_or_none(world: World) -> None:
    world.limits = Limits(organisation=10)
    await world.quota.spend(TAMER, "GFMS", 8)
    with pytest.raises(QuotaExceeded) as caught:
        await world.quota.spend(TAMER, "GFMS", 3)
    assert caught.value.left == 2
    assert spent(world) == [8]
    await world.quota.give_back(TAMER, "GFMS", 1)
    await world.quota.spend(TAMER, "GFMS", 3)


async def test_a_lost_race_counts_both(world: World) -> None:
    world.limits = Limits(organisation=10)
    await world.quota.spend(TAMER, "GFMS", 1)
    ((place, (window, _)),) = world.quotas.rows.items()

    def rival() -> None:
        world.quotas.rows[place] = window.with_more(4, world.clock().timestamp()), "rival"

    world.quotas.meanwhile = rival
    await world.quota.spend(TAMER, "GFMS", 1)
    assert spent(world) == [6]


async def test_whoever_always_loses_is_told_to_come_again(world: World) -> None:
    world.limits = Limits(organisation=10)

    async def lose(*_: object) -> None:
        raise LostRace

    world.quotas.write = lose  # type: ignore[method-assign,assignment]  # for this test alone
    with pytest.raises(Unavailable):
        await world.quota.spend(TAMER, "GFMS", 1)


async def test_those_of_one_instance_do_not_lose_to_each_other(world: World) -> None:
    world.limits = Limits(organisation=30)
    quota = world.quota
    answers = await asyncio.gather(
        *(quota.spend(TAMER, "GFMS", 1) for _ in range(50)), return_exceptions=True
    )
    assert answers.count(None) == 30
    assert spent(world) == [30]
    assert world.quotas.reads == 50


async def test_one_too_many_is_not_invited_and_the_address_is_free(world: World) -> None:
    world.limits = Limits(inviter=1)
    await create(world, guest(1))
    with pytest.raises(QuotaExceeded):
        await create(world, guest(2, idempotency_key="k"))
    assert len(world.directory.guests) == 1
    assert len(world.queue.tasks) == 1
    world.limits = Limits(inviter=2)
    await create(world, guest(2, message="later", idempotency_key="k"))


async def test_a_repeated_request_spends_nothing(world: World) -> None:
    world.limits = Limits(inviter=1, organisation=1)
    await create(world, guest(1, idempotency_key="k"))
    assert (await create(world, guest(1, idempotency_key="k"))).replayed
    assert spent(world) == [1, 1]


async def test_an_address_that_is_invited_already_spends_nothing(world: World) -> None:
    world.limits = Limits(inviter=5)
    await create(world, guest(1))
    with pytest.raises(AddressAlreadyInvited):
        await create(world, guest(1, message="again"))
    assert spent(world) == [1]


async def test_a_refused_guest_is_given_back(world: World) -> None:
    world.limits = Limits(inviter=5, organisation=5)
    world.directory.failures = [GuestRefused(Failure("BadRequest", "No."))]
    with pytest.raises(GuestRefused):
        await create(world, guest(1))
    assert spent(world) == [0, 0]


@pytest.mark.parametrize("late", [False, True])
async def test_a_failed_create_is_given_back(world: World, late: bool) -> None:
    world.limits = Limits(inviter=5)
    if late:
        original = world.queue.send

        async def slow(*arguments: object) -> None:
            await original(*arguments)  # type: ignore[arg-type]  # handed on as they are
            world.clock.advance(seconds=CREATE_WINDOW.total_seconds())

        world.queue.send = slow  # type: ignore[method-assign,assignment]  # for this test alone
    else:
        world.queue.outage = Unavailable("storage")
    with pytest.raises(Unavailable):
        await create(world, guest(1))
    assert spent(world) == [0]


async def test_of_one_request_that_came_twice_at_once_one_counts(world: World) -> None:
    world.limits = Limits(inviter=5)
    made = await create(world, guest(1, idempotency_key="k"))
    twin = made.invitation
    add = world.store.add

    async def slower(*arguments: object) -> object:
        world.store.put(twin)
        return await add(*arguments)  # type: ignore[arg-type]  # handed on as they are

    del world.store.rows[twin.id]  # the other one is not quite as far
    world.store.add = slower  # type: ignore[method-assign,assignment]  # for this test alone
    world.clock.advance(seconds=1)
    again = await create(world, guest(1, idempotency_key="k"))
    assert again.invitation == twin
    assert spent(world) == [1]


def test_nothing_was_spent_at_first() -> None:
    assert Window().total == 0
