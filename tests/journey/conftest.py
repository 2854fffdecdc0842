"""The calling system and people with browsers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from dev.simulator import defaults
from dev.stack import Stack
from tests.journey.inviting import give_roles, sign_in
from tests.journey.person import Person
from tests.journey.system import System


@pytest.fixture(scope="session")
def system(stack: Stack) -> Iterator[System]:
    """A system that may call the app."""
    with System(stack) as one:
        yield one


@pytest.fixture
def people(system: System) -> Iterator[Callable[[], Person]]:
    """Makes people, each with a browser of their own."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(Person(system))


@pytest.fixture
def person(people: Callable[[], Person]) -> Person:
    """Somebody with a browser."""
    return people()


@pytest.fixture
def inviter(person: Person) -> Person:
    """Somebody who is signed in to the console."""
    sign_in(person)
    assert person.page.heading == "Invitations"
    return person


@pytest.fixture
def roles(system: System) -> Iterator[Callable[[str, list[str]], None]]:
    """Changes somebody's roles until the end of the test."""
    yield lambda address, wanted: give_roles(system, **{address: wanted})
    give_roles(
        system,
        **{
            defaults.INVITER: ["Inviter"],
            defaults.ADMIN: ["Invitation.Admin"],
            defaults.NO_INVITER: [],
        },
    )
