"""Where the link leads, from each state; never a change."""

from datetime import timedelta

import pytest

from shared.domain.errors import InvitationNotFound, LinkClosed, Unavailable
from shared.domain.invitation import Link, State
from shared.usecases.follow_link import TO_SIGN_IN, TO_WELCOME, follow_link
from tests.samples import LIFETIME, NOW, invitation
from tests.unit.fakes import World

REDEEM = "https://login.example/redeem"


async def follow(world: World, text: str) -> tuple[str, Link]:
    return await follow_link(text, store=world.store, clock=world.clock)


@pytest.mark.parametrize(
    ("state", "target"),
    [
        (State.QUEUED, REDEEM),
        (State.SENT, REDEEM),
        (State.ACCEPTED, TO_SIGN_IN),
        (State.COMPLETED, TO_WELCOME),
    ],
)
async def test_an_open_link_leads_on(world: World, state: State, target: str) -> None:
    one = world.have(invitation(state=state, redeem_url=REDEEM, language="fr"))
    found, link = await follow(world, one.id.upper())
    assert found == target
    assert link.language == "fr"
    assert world.row(one) == one
    assert world.row(one).version == one.version


@pytest.mark.parametrize("state", [State.FAILED, State.REVOKED, State.BLOCKED])
async def test_a_closed_link_says_why(world: World, state: State) -> None:
    one = world.have(invitation(state=state, redeem_url=REDEEM, language="ko"))
    with pytest.raises(LinkClosed) as caught:
        await follow(world, one.id)
    assert (caught.value.why, caught.value.language) == (state.value, "ko")


@pytest.mark.parametrize("state", [State.QUEUED, State.SENT])
async def test_an_open_link_runs_out(world: World, state: State) -> None:
    one = world.have(invitation(state=state, redeem_url=REDEEM))
    world.clock.now = NOW + LIFETIME - timedelta(microseconds=1)
    assert (await follow(world, one.id))[0] == REDEEM
    world.clock.now = NOW + LIFETIME
    with pytest.raises(LinkClosed, match="expired"):
        await follow(world, one.id)


@pytest.mark.parametrize("state", [State.ACCEPTED, State.COMPLETED])
async def test_the_link_of_who_is_further_never_runs_out(world: World, state: State) -> None:
    one = world.have(invitation(state=state))
    world.clock.now = NOW + 10 * LIFETIME
    await follow(world, one.id)


async def test_without_a_guest_yet_it_is_being_prepared(world: World) -> None:
    one = world.have(invitation())
    with pytest.raises(LinkClosed, match="preparing"):
        await follow(world, one.id)


@pytest.mark.parametrize("text", ["", "x", "7ecbaadb-3c74-4d57-90aa-7d0678fd81f6"])
async def test_what_is_no_invitation_is_not_found(world: World, text: str) -> None:
    with pytest.raises(InvitationNotFound):
        await follow(world, text)


async def test_a_malformed_id_does_not_even_ask_the_store(world: World) -> None:
    world.store.outage = Unavailable("storage", 5)
    with pytest.raises(InvitationNotFound):
        await follow(world, "x")
    with pytest.raises(Unavailable):
        await follow(world, invitation().id)
