"""What became of an e-mail is noted once, in the order in which it happened."""

import itertools
from datetime import datetime, timedelta

import pytest

from shared.domain.errors import Unavailable
from shared.domain.invitation import NOT_ARRIVED, EmailFate, Invitation, State
from shared.domain.letter import Kind, Letter, letter_to
from shared.usecases.note_delivery import Report, note_delivery
from tests.samples import NOW, invitation
from tests.unit.fakes import World


async def sent(
    world: World, kind: Kind = Kind.INVITATION, *, current: bool = True
) -> tuple[Invitation, Letter]:
    """Return an invitation whose e-mail of that kind went out, and that e-mail."""
    one = invitation(state=State.SENT, email=EmailFate.SENT)
    letter = letter_to(kind, one, world.new_id(), NOW).having(fate=EmailFate.SENT)
    one = world.have(one.having(operation_id=letter.id if current else "another"))
    return one, await world.store.save_letter(letter)


async def note(
    world: World, letter: Letter, fate: EmailFate, at: datetime = NOW, reason: str = "550 no"
) -> None:
    await note_delivery(
        Report(letter.id, fate, at, reason), store=world.store, desk=world.desk, clock=world.clock
    )


def told(world: World) -> list[Letter]:
    return [letter for letter in world.store.letters.values() if letter.kind is Kind.BOUNCED]


async def test_a_delivery_is_noted(world: World) -> None:
    one, letter = await sent(world)
    await note(world, letter, EmailFate.DELIVERED, reason="")
    row = world.row(one)
    assert (row.state, row.email) == (State.SENT, EmailFate.DELIVERED)
    assert world.store.letters[letter.id].fate is EmailFate.DELIVERED
    assert world.store.kinds(one.id) == ["EmailDelivered"]
    assert told(world) == []


@pytest.mark.parametrize("fate", sorted(NOT_ARRIVED))
async def test_the_inviter_is_told_what_did_not_arrive(world: World, fate: EmailFate) -> None:
    one, letter = await sent(world)
    await note(world, letter, fate)
    row = world.row(one)
    assert (row.state, row.email) == (State.SENT, fate)
    assert row.failure_kind == f"email-{fate.value}"
    assert row.failure_answer == "550 no"
    assert row.failure_reason
    assert row.failure_next_step
    (notice,) = told(world)
    assert notice.to == one.inviter
    assert [task.letter for task, _ in world.announced.tasks] == [notice.id]


async def test_the_same_report_again_changes_nothing(world: World) -> None:
    one, letter = await sent(world)
    await note(world, letter, EmailFate.BOUNCED)
    before = world.row(one)
    await note(world, letter, EmailFate.BOUNCED)
    assert world.row(one) == before
    assert world.row(one).version == before.version
    assert len(told(world)) == 1


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_the_latest_report_counts_however_they_arrive(
    world: World, order: tuple[int, ...]
) -> None:
    one, letter = await sent(world)
    reports = [EmailFate.BOUNCED, EmailFate.SUPPRESSED, EmailFate.DELIVERED]
    for number in order:
        await note(world, letter, reports[number], NOW + timedelta(seconds=number))
    assert world.row(one).email is EmailFate.DELIVERED
    assert world.row(one).failure_kind == ""
    assert len(told(world)) <= 1


async def test_a_bounce_of_an_earlier_sending_says_nothing_of_the_current_one(
    world: World,
) -> None:
    one, letter = await sent(world, current=False)
    await note(world, letter, EmailFate.BOUNCED)
    assert world.row(one).email is EmailFate.SENT
    assert world.row(one).failure_kind == ""
    assert world.store.letters[letter.id].fate is EmailFate.BOUNCED


async def test_a_notice_that_bounces_tells_nobody(world: World) -> None:
    one, letter = await sent(world, Kind.ACCEPTED, current=False)
    await note(world, letter, EmailFate.BOUNCED)
    assert world.store.letters[letter.id].fate is EmailFate.BOUNCED
    assert world.store.letters.keys() == {letter.id}
    assert world.store.kinds(one.id) == []


async def test_a_report_that_is_faster_than_the_note_comes_again(world: World) -> None:
    one = world.have(invitation())
    letter = letter_to(Kind.INVITATION, one, world.new_id(), NOW)
    with pytest.raises(Unavailable):
        await note(world, letter, EmailFate.DELIVERED)
    world.clock.advance(minutes=31)
    await note(world, letter, EmailFate.DELIVERED)
    assert world.store.letters == {}


async def test_a_change_in_between_is_not_overwritten(world: World) -> None:
    one, letter = await sent(world)
    world.rival(one, state=State.ACCEPTED)
    await note(world, letter, EmailFate.DELIVERED)
    row = world.row(one)
    assert (row.state, row.email) == (State.ACCEPTED, EmailFate.DELIVERED)
