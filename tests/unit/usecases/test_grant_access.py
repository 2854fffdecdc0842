"""Groups, roles, company fields, event: each step bears repeating."""

import dataclasses
from datetime import timedelta

import pytest

from shared.domain.company import Change, Company, CompanyData
from shared.domain.company_keys import company_id
from shared.domain.errors import GuestRefused, Unavailable
from shared.domain.failure import Failure
from shared.domain.happening import reference
from shared.domain.invitation import Event, Invitation, State
from shared.domain.letter import Kind
from shared.usecases.create_invitation import CREATE_WINDOW
from shared.usecases.grant_access import give_up_granting, grant_access
from shared.usecases.ports import Consent, Role, Task
from tests.samples import COMPANY, NOW, invitation
from tests.unit.fakes import World

ROLES = {
    "customer": Role(("g1", "g2"), (("r1", "a1"),)),
    "guide": Role(app_roles=(("r2", "a2"),)),
}
SOURCE = "https://invite.example"


def completed(world: World, **changed: object) -> tuple[Invitation, Task]:
    fields: dict[str, object] = {
        "state": State.COMPLETED,
        "guest_id": "guest-1",
        "company": COMPANY,
        "company_id": "company-1",
        "changes": (Change("city", "Bienne", "Biel"),),
        "access": "queued",
    }
    one = world.have(invitation(**(fields | changed)))
    company = Company(one.company_id, one.organisation, COMPANY, "2026-11-20T12:00:00+00:00")
    world.companies.companies[one.organisation, one.company_id] = company
    return one, Task(one.id, "ticket", NOW)


async def grant(world: World, task: Task, *, describe: bool = True) -> None:
    await grant_access(
        task,
        store=world.store,
        companies=world.companies,
        directory=world.directory,
        queue=world.queue,
        desk=world.desk,
        events=world.events,
        roles=ROLES,
        source=SOURCE,
        clock=world.clock,
        describe=describe,
    )


async def test_what_the_roles_say_is_granted(world: World) -> None:
    one, task = completed(world, roles=("customer", "guide"))
    await grant(world, task)
    assert world.directory.groups == [("guest-1", "g1"), ("guest-1", "g2")]
    assert world.directory.roles == [("guest-1", "r1", "a1"), ("guest-1", "r2", "a2")]
    assert world.directory.companies == {"guest-1": COMPANY}
    assert world.row(one).access == "granted"
    (event,) = world.store.events[one.id]
    assert (event.kind, event.details) == ("AccessGranted", {"roles": "customer, guide"})


async def test_the_directory_keeps_its_fields_where_the_app_may_not_write_them(
    world: World,
) -> None:
    one, task = completed(world)
    await grant(world, task, describe=False)
    assert world.directory.companies == {}
    assert world.row(one).access == "granted"


async def test_the_guest_is_welcomed_and_the_inviter_told_once(world: World) -> None:
    one, task = completed(world)
    await grant(world, task)
    await grant(world, task)
    letters = world.store.letters.values()
    assert {letter.kind: letter.to for letter in letters} == {
        Kind.WELCOME: one.guest,
        Kind.COMPLETED: one.inviter,
    }
    announced = {told.letter for told, _ in world.announced.tasks}
    assert announced == {letter.id for letter in letters}


async def test_a_role_that_the_settings_no_longer_have_grants_nothing(world: World) -> None:
    one, task = completed(world, roles=("gone",))
    await grant(world, task)
    assert world.directory.groups == []
    assert world.row(one).access == "granted"


async def test_the_platform_hears_of_the_company(world: World) -> None:
    one, task = completed(world)
    await grant(world, task)
    (event,) = world.events.published
    assert event == {
        "specversion": "1.0",
        "id": "company-1:guest-1",
        "source": SOURCE,
        "type": "company.joined",
        "subject": "company-1",
        "time": "2026-11-20T12:00:00+00:00",
        "datacontenttype": "application/json",
        "data": {
            "invitation": reference(one.id),
            "language": "en",
            "expires": one.expires.isoformat(),
            "company": dataclasses.asdict(COMPANY) | {"id": "company-1"},
            "guest": {"name": one.guest.name, "email": one.guest.email, "id": "guest-1"},
            "organisation": one.organisation,
            "inviter": {"name": one.inviter.name, "email": one.inviter.email},
            "roles": ["customer"],
            "changes": [{"field": "city", "registered": "Bienne", "confirmed": "Biel"}],
        },
    }
    assert one.id not in str(event)


async def test_the_event_says_when_the_guest_joined(world: World) -> None:
    one, task = completed(world)
    joined = NOW + timedelta(days=3)
    world.store.events[one.id].append(Event("CompanyJoined", joined, "guest-1"))
    await grant(world, task)
    assert world.events.published[0]["time"] == joined.isoformat()


async def test_whoever_made_the_company_is_told_apart(world: World) -> None:
    made = invitation()
    _, task = completed(world, id=made.id, company_id=company_id(made.id))
    await grant(world, task)
    assert world.events.published[0]["type"] == "company.created"


async def test_a_repeated_message_grants_nothing_twice(world: World) -> None:
    one, task = completed(world)
    await grant(world, task)
    before = world.row(one)
    await grant(world, task)
    assert len(world.events.published) == 1
    assert len(world.directory.groups) == 2
    assert world.row(one).version == before.version


async def test_after_a_crash_the_event_comes_again_under_the_same_id(world: World) -> None:
    one, task = completed(world)
    world.rival(one, message="changed by somebody in between")
    await grant(world, task)
    assert world.queue.tasks == [(task, timedelta())]
    world.clock.advance(days=1)
    await grant(world, task)
    first, second = world.events.published
    assert first == second
    assert world.row(one).access == "granted"


@pytest.mark.parametrize("state", [State.ACCEPTED, State.REVOKED])
async def test_what_is_not_completed_yet_waits_and_gives_up(world: World, state: State) -> None:
    _, task = completed(world, state=state)
    await grant(world, task)
    again = dataclasses.replace(task, attempt=1)
    assert world.queue.tasks == [(again, timedelta(seconds=1))]
    world.clock.now = NOW + CREATE_WINDOW
    await grant(world, task)
    assert len(world.queue.tasks) == 1
    assert world.directory.groups == []


async def test_what_is_no_invitation_is_dropped(world: World) -> None:
    await grant(world, Task(invitation().id, "ticket", NOW))
    assert world.queue.tasks == []


@pytest.mark.parametrize("retry_after", [None, 30])
async def test_an_outage_is_tried_again_from_the_start(
    world: World, retry_after: int | None
) -> None:
    one, task = completed(world)
    world.directory.failures = [Unavailable("Microsoft Graph", retry_after)]
    await grant(world, task)
    again = dataclasses.replace(task, attempt=1)
    assert world.queue.tasks == [(again, timedelta(seconds=retry_after or 5))]
    assert world.events.published == []
    await grant(world, again)
    assert world.row(one).access == "granted"


async def test_a_refusal_is_noted_for_the_inviter(world: World) -> None:
    one, task = completed(world)
    world.directory.failures = [GuestRefused(Failure("Authorization_RequestDenied", "No right."))]
    await grant(world, task)
    row = world.row(one)
    assert (row.state, row.access) == (State.COMPLETED, "failed")
    assert (row.failure, row.failure_reason) == ("Authorization_RequestDenied", "No right.")
    assert world.store.kinds(one.id) == ["AccessFailed"]
    assert world.events.published == []


async def test_the_directorys_consent_is_noted_beside_our_state(world: World) -> None:
    one, task = completed(world)
    world.directory.consents["guest-1"] = Consent("Accepted", "2026-11-20T11:58:00Z")
    await grant(world, task)
    row = world.row(one)
    assert (row.consent, row.consent_changed) == ("Accepted", "2026-11-20T11:58:00Z")


async def test_who_may_not_read_the_consent_grants_all_the_same(world: World) -> None:
    one, task = completed(world, roles=())
    # Without roles the company's fields are written first, and the consent is read next.
    real, denied = world.directory.describe, GuestRefused(Failure("Denied", "No right."))

    async def describe(guest_id: str, company: CompanyData) -> None:
        await real(guest_id, company)
        world.directory.failures = [denied]

    world.directory.describe = describe  # type: ignore[method-assign]  # it refuses what follows
    await grant(world, task)
    assert (world.row(one).access, world.row(one).consent) == ("granted", "")


async def test_a_poison_message_is_noted_too(world: World) -> None:
    one, task = completed(world)
    await give_up_granting(task, store=world.store, queue=world.queue, clock=world.clock)
    assert (world.row(one).access, world.row(one).failure) == ("failed", "poison")
    unknown = dataclasses.replace(task, invitation_id=invitation().id)
    await give_up_granting(unknown, store=world.store, queue=world.queue, clock=world.clock)
    world.rival(one, message="x")
    await give_up_granting(task, store=world.store, queue=world.queue, clock=world.clock)
    world.store.outage = Unavailable("storage", 5)
    await give_up_granting(task, store=world.store, queue=world.queue, clock=world.clock)
    assert [wait for _, wait in world.queue.tasks] == [timedelta(), timedelta(seconds=5)]


async def test_a_poison_message_after_access_was_granted_changes_nothing(world: World) -> None:
    one, task = completed(world, access="granted")
    await give_up_granting(task, store=world.store, queue=world.queue, clock=world.clock)
    assert world.row(one).access == "granted"
