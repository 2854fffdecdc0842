"""Who has said no is not invited, neither at once nor later (E7, E8)."""

from datetime import timedelta

import pytest

from shared.domain.addresses import address_hash
from shared.domain.block import Block
from shared.domain.errors import AddressBlocked
from shared.domain.invitation import EmailFate, State
from shared.usecases.blocks import block_address, check_not_blocked, is_blocked
from tests.samples import NOW
from tests.unit.fakes import World
from tests.unit.usecases import resending as resending
from tests.unit.usecases import test_create_invitation as creating
from tests.unit.usecases.sending import queued, send

ADDRESS = "willy@urs-mechanik.example"


async def block(world: World, organisation: str, address: str = ADDRESS) -> None:
    await block_address(address_hash(address), organisation, store=world.blocks, clock=world.clock)


@pytest.mark.parametrize(
    ("blocked", "organisation", "expected"),
    [
        ("GFMS", "GFMS", True),
        ("GFMS", " gfms ", True),
        ("GFMS", "Another", False),
        ("", "GFMS", True),
    ],
)
async def test_whose_invitations_are_blocked(
    world: World, blocked: str, organisation: str, expected: bool
) -> None:
    await block(world, blocked)
    assert await is_blocked(ADDRESS.upper(), organisation, store=world.blocks) is expected
    assert not await is_blocked("other@urs-mechanik.example", organisation, store=world.blocks)


async def test_the_first_block_stays(world: World) -> None:
    await block(world, "GFMS")
    world.clock.advance(days=1)
    await block(world, "GFMS")
    assert await world.blocks.blocks(address_hash(ADDRESS)) == [Block("GFMS", NOW)]


async def test_nobody_learns_more_than_that(world: World) -> None:
    await block(world, "GFMS")
    with pytest.raises(AddressBlocked, match=r"^This address does not accept invitations\.$"):
        await check_not_blocked(ADDRESS, "GFMS", store=world.blocks)


async def test_a_blocked_address_is_not_invited_and_leaves_nothing(world: World) -> None:
    command = creating.COMMAND
    await block(world, command.organisation, command.guest.email)
    with pytest.raises(AddressBlocked):
        await creating.create(world)
    assert (world.store.claims, world.directory.guests, world.queue.tasks) == ({}, {}, [])


async def test_who_said_no_in_between_gets_no_e_mail(world: World) -> None:
    one, task = queued(world)
    await block(world, one.organisation, one.guest.email)
    await send(world, task)
    row = world.row(one)
    assert (row.state, row.email) == (State.BLOCKED, EmailFate.QUEUED)
    assert world.store.kinds(one.id) == ["InvitationBlocked"]
    assert (world.mailer.sent, world.queue.tasks) == ([], [])


async def test_what_may_have_been_sent_before_is_still_asked_about(world: World) -> None:
    one, task = queued(world, operation_id="operation", send_ticket="ticket")
    await block(world, one.organisation, one.guest.email)
    await send(world, task)
    assert world.mailer.asked == ["operation"]


async def test_a_blocked_address_is_not_resent_to(world: World) -> None:
    one = resending.stored(world)
    await block(world, one.organisation, "new@urs.example")
    with pytest.raises(AddressBlocked):
        await resending.resend(world, one, email="new@urs.example", reset=True)
    assert world.row(one) == one
    world.clock.advance(seconds=timedelta(days=1).total_seconds())
    await resending.resend(world, one)
    assert world.row(one).state is State.QUEUED
