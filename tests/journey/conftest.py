"""The calling system and people with browsers."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from dev.stack import Stack
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
