"""A world of its own: what is broken and paused here must not be anybody else's."""

from collections.abc import Iterator

import pytest

from dev.parts import Options
from dev.stack import Stack
from tests.conftest import SHORT_WAITS
from tests.faults.client import faults
from tests.journey.system import System


@pytest.fixture(scope="session")
def operated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole local environment, for those who look after it."""
    options = Options(folder=tmp_path_factory.mktemp("operated"), settings=SHORT_WAITS)
    with Stack(options) as running:
        yield running


@pytest.fixture(scope="session")
def system(operated: Stack) -> Iterator[System]:
    """A system that may call the app."""
    with System(operated) as one:
        yield one


@pytest.fixture
def well_again(operated: Stack, system: System) -> Iterator[None]:
    """Afterwards no fault is left."""
    yield
    faults(operated)
    system.simulator("seed", {"permissions": None})
