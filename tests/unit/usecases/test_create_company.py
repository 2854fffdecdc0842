"""The company is created once, or joined (J7)."""

import dataclasses

import pytest

from shared.domain.company import Change, Company, CompanyData
from shared.domain.company_keys import company_id, company_keys
from shared.domain.errors import (
    CompanyExists,
    LinkClosed,
    SessionEnded,
    WrongCompany,
)
from shared.domain.invitation import EmailFate, Invitation, State
from shared.usecases.create_company import (
    CompanyStep,
    company_step,
    create_company,
    join_company,
)
from tests.samples import COMPANY, NOW, invitation
from tests.unit.fakes import World


def accepted(world: World, **changed: object) -> Invitation:
    fields = {"state": State.ACCEPTED, "guest_id": "guest-1", "company": COMPANY} | changed
    return world.have(invitation(**fields))


async def step_of(world: World, one: Invitation, oid: str = "guest-1") -> CompanyStep:
    return await company_step(one.id, oid, store=world.store, companies=world.companies)


async def create(world: World, step: CompanyStep, data: CompanyData = COMPANY) -> Invitation:
    return await create_company(
        step,
        data,
        store=world.store,
        companies=world.companies,
        queue=world.queue,
        clock=world.clock,
        new_id=world.new_id,
    )


async def join(world: World, step: CompanyStep) -> Invitation:
    return await join_company(
        step, store=world.store, queue=world.queue, clock=world.clock, new_id=world.new_id
    )


async def test_the_guest_creates_the_company(world: World) -> None:
    one = accepted(world)
    data = dataclasses.replace(COMPANY, city="Nidau", phone="+41 32 344 11 12")
    done = await create(world, await step_of(world, one), data)
    assert done == world.row(one)
    assert (done.state, done.access) == (State.COMPLETED, "queued")
    ((place, company),) = world.companies.companies.items()
    assert place == (one.organisation, company_id(one.id))
    assert company.id == done.company_id
    assert company.data.city == "Nidau"
    assert done.changes == (
        Change("city", "Biel", "Nidau"),
        Change("taxNumber", COMPANY.taxNumber, "CHE100155212MWST"),
        Change("phone", COMPANY.phone, "+41 32 344 11 12"),
    )
    (event,) = world.store.events[one.id]
    assert (event.kind, event.by) == ("CompanyCreated", "guest-1")
    assert event.details["company"] == done.company_id
    assert event.details["city"] == "Nidau"
    ((task, _),) = world.queue.tasks
    assert task.invitation_id == one.id


async def test_pressing_twice_makes_one_company(world: World) -> None:
    one = accepted(world)
    step = await step_of(world, one)
    first = await create(world, step)
    assert await create(world, step) == first, "the page was read before the first press"
    assert await create(world, await step_of(world, one)) == first
    assert len(world.companies.companies) == 1
    assert world.store.kinds(one.id) == ["CompanyCreated"]


async def test_after_a_crash_the_next_press_finishes_with_what_it_says(world: World) -> None:
    one = accepted(world)
    id_ = company_id(one.id)
    half = Company(id_, one.organisation, COMPANY, NOW.isoformat())
    await world.companies.add(half, company_keys(COMPANY))
    data = dataclasses.replace(COMPANY, city="Nidau")
    done = await create(world, await step_of(world, one), data)
    assert done.company_id == id_
    assert world.companies.companies[one.organisation, id_].data.city == "Nidau"


async def test_a_crash_before_the_row_leaves_a_message_that_waits(world: World) -> None:
    one = accepted(world)
    world.rival(one, state=State.REVOKED)
    with pytest.raises(LinkClosed):
        await create(world, await step_of(world, one))
    assert world.row(one).state is State.REVOKED
    assert len(world.queue.tasks) == 1


async def test_wrong_data_makes_nothing(world: World) -> None:
    one = accepted(world)
    with pytest.raises(WrongCompany) as caught:
        await create(world, await step_of(world, one), CompanyData(country="CH"))
    assert caught.value.faults["legalName"] == "required"
    assert world.companies.companies == {}
    assert world.queue.tasks == []
    assert world.row(one) == one


async def test_a_company_of_others_is_told_apart_by_what_sales_registered(world: World) -> None:
    first = accepted(world)
    await create(world, await step_of(world, first))
    unknown = accepted(world, organisation=first.organisation, company=CompanyData())
    step = await step_of(world, unknown)
    assert step.existing is None
    with pytest.raises(CompanyExists):
        await create(world, step)
    assert world.row(unknown).state is State.ACCEPTED
    with pytest.raises(CompanyExists):
        await join(world, step)


async def test_a_colleague_joins(world: World) -> None:
    first = accepted(world)
    made = await create(world, await step_of(world, first))
    respelt = dataclasses.replace(COMPANY, legalName="URS", taxNumber="che 100 155 212 mwst")
    second = accepted(world, organisation=first.organisation, company=respelt, guest_id="guest-2")
    step = await step_of(world, second, "guest-2")
    assert step.existing is not None
    assert step.existing.id == made.company_id
    done = await join(world, step)
    assert (done.state, done.company_id) == (State.COMPLETED, made.company_id)
    assert done.changes == ()
    assert world.store.kinds(second.id) == ["CompanyJoined"]
    assert await join(world, await step_of(world, second, "guest-2")) == done
    assert len(world.companies.companies) == 1


async def test_another_organisations_company_is_not_offered(world: World) -> None:
    first = accepted(world)
    await create(world, await step_of(world, first))
    assert (await step_of(world, accepted(world))).existing is None


@pytest.mark.parametrize("oid", ["guest-2", "", "GUEST-1"])
async def test_the_session_of_somebody_else_sees_nothing(world: World, oid: str) -> None:
    for state in (State.ACCEPTED, State.COMPLETED):
        with pytest.raises(SessionEnded):
            await step_of(world, accepted(world, state=state), oid)
    with pytest.raises(SessionEnded):
        await step_of(world, invitation(), oid)


@pytest.mark.parametrize(
    "state", [State.QUEUED, State.SENT, State.FAILED, State.REVOKED, State.BLOCKED]
)
async def test_only_an_accepted_invitation_gets_a_company(world: World, state: State) -> None:
    one = accepted(world, state=state, language="fr")
    with pytest.raises(LinkClosed) as caught:
        await step_of(world, one)
    assert (caught.value.why, caught.value.language) == (state.value, "fr")


async def test_a_note_in_between_does_not_stop_the_guest(world: World) -> None:
    one = accepted(world)
    step = await step_of(world, one)
    world.rival(one, email=EmailFate.SENT)
    done = await create(world, step)
    assert (done.state, done.email) == (State.COMPLETED, EmailFate.SENT)
    assert done == world.row(one)
